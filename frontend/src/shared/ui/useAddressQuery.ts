import { useCallback, useEffect, useRef } from "react";
import { type NavigateOptions, useSearchParams } from "react-router";

type Change = (now: URLSearchParams) => URLSearchParams;

/**
 * The query of the address, and a way to change parts of it. React Router hands a change the query of the last render:
 * a text told on leaving its field, and the box whose click made the reader leave it, would undo each other.
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
      // At once, not as a transition: a ticked box would be seen to untick itself until the page has caught up.
      setQuery(newest.current, { ...options, flushSync: true });
    },
    [setQuery],
  );
  return [query, change] as const;
}
