/** What other features may use. */
export { DoorPayment } from "./DoorPayment";
