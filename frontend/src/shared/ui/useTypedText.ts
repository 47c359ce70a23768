import { useCallback, useEffect, useRef, useState } from "react";

const PAUSE = 250;

/** A text being typed that is told to others only after a pause; a change from outside replaces it. */
export function useTypedText(value: string, tell: (text: string) => void) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const teller = useRef(tell);
  teller.current = tell;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = useCallback((next: string) => {
    clearTimeout(timer.current);
    if (next.trim() === told.current) return;
    told.current = next.trim();
    teller.current(next.trim());
  }, []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => say(next), PAUSE);
  };
  return { text, type, flush: () => say(text) };
}
