/** What other features may use. */
export { DeviceSetting } from "./DeviceSetting";
export { PushOffer } from "./PushOffer";
