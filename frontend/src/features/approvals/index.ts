/** What other features may use. */
export { waitingApprovalsQuery } from "./approvalQueries";
export { WaitingApprovals } from "./WaitingApprovals";
