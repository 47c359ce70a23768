import { useLocation } from "react-router";
import { staffWords } from "@/shared/i18n/staffWords";

/** What was done, by the key of its words: they are made when they are shown, so that they follow the language. */
export type Done = { done: Key; values?: Record<string, string | number> };
type Key = Parameters<typeof staffWords>[0];

const wordsOf = staffWords as (key: Key, values?: Done["values"]) => string;

export const doneText = ({ done, values }: Done): string => wordsOf(done, values);

/** What was done on the page that led here. */
export function useArrival(): Done | null {
  const state: unknown = useLocation().state;
  return typeof state === "object" && state !== null && "done" in state ? (state as Done) : null;
}
