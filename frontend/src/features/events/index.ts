/** What other features may use. */
export { EventPicture } from "./EventPicture";
export {
  eventKeys,
  eventsQuery,
  eventWithSessions,
  facilitatorsQuery,
  ownEventQuery,
} from "./eventQueries";
export { bookableSessions, coverSubject, KINDS, kindOf } from "./eventTimes";
export { MoveDialog } from "./lazyMoveDialog";
export { RunRule } from "./RunRule";
