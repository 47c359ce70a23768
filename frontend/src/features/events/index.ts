/** What other features may use. */
export { eventKeys, eventWithSessions, facilitatorsQuery } from "./eventQueries";
export { bookableSessions, coverSubject, KINDS, kindOf } from "./eventTimes";
export { RunRule } from "./RunRule";
