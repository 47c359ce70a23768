import { useRouteError } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import { FailurePage } from "@/shared/ui/FailureState";

const AWAY = new ApiProblem(0, undefined, undefined, "A part of the app could not be loaded");

/** A part of the app that cannot be fetched means the server is away; anything else is our own mistake. */
export function RouteFailure() {
  const error = useRouteError();
  const notLoaded = error instanceof TypeError && /import|fetch|module/i.test(error.message);
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
