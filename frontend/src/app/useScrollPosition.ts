import { useLayoutEffect, useRef } from "react";
import { type Location, useNavigationType } from "react-router";

const STORED = "samaya.scroll";
const positions: Record<string, number> = stored();

/**
 * Another page starts at its top, or at the element that the address names. Going back leads to where the reader was;
 * a change of the query moves nothing.
 */
export function useScrollPosition(shown: Location) {
  const isBack = useNavigationType() === "POP";
  const { pathname, search, hash } = shown;
  // Entries that the browser opened itself all have the key "default", so their address is used instead.
  const entry = shown.key === "default" ? pathname + search : shown.key;
  const last = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each entry of the history.
  useLayoutEffect(() => {
    const isSamePage = last.current === pathname;
    last.current = pathname;
    const before = isBack ? positions[entry] : undefined;
    const target = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    if (before !== undefined) window.scrollTo(0, before);
    else if (target) target.scrollIntoView();
    else if (!isSamePage || isBack) window.scrollTo(0, 0);
    const note = () => {
      positions[entry] = window.scrollY;
    };
    note();
    window.addEventListener("scroll", note, { passive: true });
    return () => window.removeEventListener("scroll", note);
  }, [entry]);
  useLayoutEffect(() => {
    window.history.scrollRestoration = "manual";
    const keep = () => {
      window.history.scrollRestoration = "auto";
      try {
        sessionStorage.setItem(STORED, JSON.stringify(positions));
      } catch {
        // Storage may be blocked: after a reload, the page then starts at its top.
      }
    };
    window.addEventListener("pagehide", keep);
    return () => window.removeEventListener("pagehide", keep);
  }, []);
}

function stored(): Record<string, number> {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
  } catch {
    return {};
  }
}
