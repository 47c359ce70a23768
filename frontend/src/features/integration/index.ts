/** What other features may use. */
export { readableKind } from "./readable";
