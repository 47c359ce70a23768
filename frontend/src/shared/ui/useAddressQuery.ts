import { useCallback, useEffect, useRef } from "react";
import { type NavigateOptions, useSearchParams } from "react-router";

type Change = (now: URLSearchParams) => URLSearchParams;

/**
 * The query of the address, and a function to change parts of it. React Router gives each change the query of the last
 * render, so two changes within one render would undo each other: a text field that reports its text when it loses the
 * focus, and the checkbox whose click took the focus. So the newest query is kept here.
 */
export function useAddressQuery() {
  const [query, setQuery] = useSearchParams();
  const newest = useRef(query);
  useEffect(() => {
    newest.current = query;
  }, [query]);
  const change = useCallback(
    (update: Change, options?: NavigateOptions) => {
      newest.current = update(newest.current);
      setQuery(newest.current, options);
    },
    [setQuery],
  );
  return [query, change] as const;
}
