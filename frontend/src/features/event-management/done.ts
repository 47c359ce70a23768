import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { staffWords } from "@/shared/i18n/staffWords";

/** What was done, by the key of its words: they are made when they are shown, so that they follow the language. */
export type Done = { done: Key; values?: Record<string, string | number> };
type Key = Parameters<typeof staffWords>[0];

const wordsOf = staffWords as (key: Key, values?: Done["values"]) => string;

export const doneText = ({ done, values }: Done): string => wordsOf(done, values);

const SHOWN_FOR = 15_000;

/** What was done on the page that led here, for a while. Whoever comes back or loads the page again doesn't see it. */
export function useArrival(): Done | null {
  const state: unknown = useLocation().state;
  const arrived = typeof state === "object" && state !== null && "done" in state ? (state as Done) : null;
  const [past, setPast] = useState<Done | null>(null);
  useEffect(() => {
    if (!arrived) return;
    // Where the router keeps the state of a page for a later visit.
    window.history.replaceState({ ...window.history.state, usr: null }, "");
    const timer = setTimeout(() => setPast(arrived), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [arrived]);
  return arrived === past ? null : arrived;
}
