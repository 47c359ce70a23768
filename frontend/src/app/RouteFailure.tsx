import { Component, type ReactNode } from "react";
import { ApiProblem } from "@/shared/api/problem";
import { FailurePage } from "@/shared/ui/FailureState";

const AWAY = new ApiProblem(0, undefined, undefined, "A part of the app could not be loaded");

/** The messages of Chromium, Firefox, Safari and Vite when a file of the app can't be fetched. */
const NOT_LOADED = /dynamically imported module|importing a module|preload css|failed to fetch/i;

/** Whether a part of the app can't be fetched: the server is down, or a new version has replaced the file. */
export const isNotLoaded = (error: unknown) => error instanceof Error && NOT_LOADED.test(error.message);

type Props = { at: string; children: ReactNode };
type State = { at: string; failed: { error: unknown } | null };

/** Shows an error page in place of a page that threw, until another address is opened. */
export class RouteFailure extends Component<Props, State> {
  override state: State = { at: this.props.at, failed: null };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { failed: { error } };
  }

  static getDerivedStateFromProps({ at }: Props, before: State): State | null {
    return at === before.at ? null : { at, failed: null };
  }

  override render() {
    const { failed } = this.state;
    return failed ? <ErrorPage error={failed.error} /> : this.props.children;
  }
}

/** What was not loaded is loaded again once the server answers. Any other error is a fault of the app. */
function ErrorPage({ error }: { error: unknown }) {
  const notLoaded = isNotLoaded(error);
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
