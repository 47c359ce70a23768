/** What other features may use. */
export { FirstSteps } from "./FirstSteps";
export { firstStartQuery } from "./peopleQueries";
