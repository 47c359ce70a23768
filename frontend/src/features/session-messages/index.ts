/** What other features may use. Only for staff: the pages of guests never load it. */
export { SessionMessages } from "./SessionMessages";
export { WriteToGuests } from "./WriteToGuests";
export { WrittenMessages } from "./WrittenMessages";
