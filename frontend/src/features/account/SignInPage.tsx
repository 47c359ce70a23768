import { Anchor } from "@mantine/core";
import { Link, Navigate, useLocation, useSearchParams } from "react-router";
import { useAuth } from "@/shared/auth/auth";
import { safeNext } from "@/shared/auth/signInPath";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import { SignInForm } from "./SignInForm";
import { SignInLayout } from "./SignInLayout";
import { firstPageOf } from "./signIn";

/** Registering makes a guest, who could not open these pages. */
const STAFF_AREA = /^\/(facilitator|admin)(\/|\?|$)/;
export function SignInPage() {
  const { t } = useLanguage();
  const [query] = useSearchParams();
  const { status, user } = useAuth();
  // What the page that is returned to was opened with, such as the list it came from.
  const { state } = useLocation();
  const next = safeNext(query.get("next"));
  if (status === "signed-in")
    return <Navigate to={query.has("next") ? next : firstPageOf(user)} replace state={state} />;
  const booking = new URLSearchParams(next.split("?")[1]).has("book");
  const heading = next.startsWith("/facilitator")
    ? t("signIn.facilitatorHeading")
    : t(booking ? "signIn.bookingHeading" : "signIn.heading");
  return (
    <SignInLayout
      title={t("signIn.title")}
      heading={heading}
      text={booking ? t("signIn.bookingText") : undefined}
    >
      {query.has("expired") ? <Notice tone="warn">{t("signIn.expiredReturn")}</Notice> : null}
      <SignInForm />
      <p>
        <Anchor component={Link} to="/forgotten-password">
          {t("signIn.forgotten")}
        </Anchor>
      </p>
      {STAFF_AREA.test(next) ? (
        <p>{t("signIn.staffAccount")}</p>
      ) : (
        <p>
          {t("signIn.noAccount")}{" "}
          <Anchor component={Link} to={`/register?${new URLSearchParams({ next })}`} state={state}>
            {t("signIn.register")}
          </Anchor>
        </p>
      )}
    </SignInLayout>
  );
}
