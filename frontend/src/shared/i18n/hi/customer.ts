import { customer as english } from "../en/customer";
export const customer = english;
