import { useCallback, useEffect, useRef, useState } from "react";
import { atRelease } from "./pointerPress";

const PAUSE = 250;

/**
 * A text being typed that is told to others only after a pause, or once its field is left; a change from outside
 * replaces it. What is told waits for the end of a press: it may change the list that the pointer is on.
 */
export function useTypedText(value: string, tell: (text: string) => void) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const untold = useRef<string>(undefined);
  const teller = useRef(tell);
  teller.current = tell;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    untold.current = undefined;
  }, []);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    forget();
    setText(value);
  }, [value, forget]);
  useEffect(() => forget, [forget]);
  const say = useCallback(() => {
    const next = untold.current?.trim();
    forget();
    if (next === undefined || next === told.current) return;
    told.current = next;
    teller.current(next);
  }, [forget]);
  const flush = () => atRelease(say);
  const type = (next: string) => {
    setText(next);
    untold.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, PAUSE);
  };
  return { text, type, flush };
}
