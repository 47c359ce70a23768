/** What other features may use. */
export { ConfirmPhone } from "./ConfirmPhone";
export { VerifyEmailNotice } from "./VerifyEmailNotice";
