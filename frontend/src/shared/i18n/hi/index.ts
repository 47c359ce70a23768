export { cities } from "./cities";
export { customer as words } from "./customer";
