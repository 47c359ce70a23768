import { useCallback, useEffect, useRef, useState } from "react";
import { atRelease } from "./pointerPress";

/** Milliseconds without typing after which the text is reported. */
const PAUSE = 250;

/**
 * A text field's text, reported only after a pause in typing or when the field loses the focus. A new `value` replaces it.
 * Reporting waits for the end of a mouse press, because it may change the list under the pointer.
 */
export function useTypedText(value: string, report: (text: string) => void) {
  const [text, setText] = useState(value);
  const reported = useRef(value);
  const pending = useRef<string>(undefined);
  const latestReport = useRef(report);
  latestReport.current = report;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    pending.current = undefined;
  }, []);
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    forget();
    setText(value);
  }, [value, forget]);
  useEffect(() => forget, [forget]);
  const send = useCallback(() => {
    const next = pending.current?.trim();
    forget();
    if (next === undefined || next === reported.current) return;
    reported.current = next;
    latestReport.current(next);
  }, [forget]);
  const flush = () => atRelease(send);
  const type = (next: string) => {
    setText(next);
    pending.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, PAUSE);
  };
  return { text, type, flush };
}
