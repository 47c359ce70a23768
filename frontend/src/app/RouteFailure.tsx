import { useRouteError } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import { FailurePage } from "@/shared/ui/FailureState";

const AWAY = new ApiProblem(0, undefined, undefined, "A part of the app could not be loaded");

/** The messages of Chromium, Firefox, Safari and Vite when a file of the app can't be fetched. */
const NOT_LOADED = /dynamically imported module|importing a module|preload css|failed to fetch/i;

/**
 * The error page of a route. If a part of the app can't be fetched, the server is down or a new version has replaced
 * the file: the page reloads once the server answers. Any other error is a fault of the app.
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
