import { useRouteError } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import { FailurePage } from "@/shared/ui/FailureState";

const AWAY = new ApiProblem(0, undefined, undefined, "A part of the app could not be loaded");

/** How Chromium, Firefox, Safari and Vite's own loader say that a file of the app could not be fetched. */
const NOT_LOADED = /dynamically imported module|importing a module|preload css|failed to fetch/i;

/**
 * A part of the app that cannot be fetched: the server is away, or a new version has replaced the file. Both end with
 * a reload once the server answers. Anything else is our own mistake.
 */
export function RouteFailure() {
  const error = useRouteError();
  const notLoaded = error instanceof Error && NOT_LOADED.test(error.message);
  return (
    <FailurePage
      problem={notLoaded ? AWAY : error}
      retry={async () => {
        if (!notLoaded) return window.location.reload();
        const alive = await fetch("/health").catch(() => null);
        if (alive?.ok) window.location.reload();
      }}
    />
  );
}
