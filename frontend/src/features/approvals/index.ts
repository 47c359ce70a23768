/** What other features may use. */
export { WaitingApprovals } from "./WaitingApprovals";
