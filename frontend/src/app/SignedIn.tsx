import { lazy, Suspense, useRef } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { signInPath } from "@/shared/auth/signInPath";
import { useRestoredAuth } from "@/shared/auth/useRestoredAuth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { FailurePage } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { Placeholder } from "@/shared/ui/Placeholder";

const SignInAgain = lazy(async () => ({
  default: (await import("@/features/account/SignInAgain")).SignInAgain,
}));

/**
 * Pages for people who are signed in; others sign in first and come back to the same address. If the sign-in ends
 * while a page is open, the page stays with everything typed into it, and a dialog asks to sign in again. Who signs out,
 * in whichever tab, comes to the first page, except to sign in with another account (`switching`).
 */
export function SignedIn() {
  const { t } = useLanguage();
  const location = useLocation();
  const { auth, problem, retry } = useRestoredAuth();
  const wasSignedIn = useRef(false);
  const destination = useRef<string | null>(null);
  if (auth.user) {
    wasSignedIn.current = true;
    destination.current = null;
  }
  if (auth.user) {
    return (
      <>
        {/* With another person, the pages start afresh. */}
        <Outlet key={auth.user.id} />
        {auth.status === "expired" ? (
          <Suspense>
            <SignInAgain user={auth.user} />
          </Suspense>
        ) : null}
      </>
    );
  }
  if (problem) return <FailurePage problem={problem} retry={retry} />;
  if (auth.status === "restoring") {
    return (
      <Page title={t("app.loading")}>
        <Placeholder shapes={["title", "row", "row"]} />
      </Page>
    );
  }
  // Kept from then on: while the router goes there, this renders with the new location.
  destination.current ??=
    wasSignedIn.current && !auth.switching ? "/" : signInPath(location.pathname + location.search);
  return <Navigate to={destination.current} replace />;
}
