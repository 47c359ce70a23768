import { lazy } from "react";

/** Loaded when a guest asks for it: few move a booking. */
export const MoveDialog = lazy(async () => ({ default: (await import("./MoveDialog")).MoveDialog }));
