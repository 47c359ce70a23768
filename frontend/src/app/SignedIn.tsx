import { Navigate, Outlet, useLocation } from "react-router";
import { signInPath } from "@/shared/auth/signInPath";
import { useRestoredAuth } from "@/shared/auth/useRestoredAuth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { FailurePage } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { Placeholder } from "@/shared/ui/Placeholder";

/** Pages for people who are signed in; others are asked to, and come back to the very same address. */
export function SignedIn() {
  const { t } = useLanguage();
  const location = useLocation();
  const { auth, problem, retry } = useRestoredAuth();
  if (auth.status === "signed-in") return <Outlet />;
  if (problem) return <FailurePage problem={problem} retry={retry} />;
  if (auth.status === "restoring") {
    return (
      <Page title={t("app.loading")}>
        <Placeholder shapes={["title", "row", "row"]} />
      </Page>
    );
  }
  return <Navigate to={signInPath(location.pathname + location.search, auth.status === "expired")} replace />;
}
