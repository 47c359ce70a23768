import { Anchor } from "@mantine/core";
import { useEffect, useState } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { auth, useAuth } from "@/shared/auth/auth";
import { safeNext } from "@/shared/auth/signInPath";
import { googleWords } from "@/shared/i18n/googleWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import { GoogleSignIn } from "./GoogleSignIn";
import { googleOutcome } from "./googleOutcome";
import { SignInForm } from "./SignInForm";
import { SignInLayout } from "./SignInLayout";
import { firstPageOf } from "./signIn";

/** Registering makes a guest, who could not open these pages. */
const STAFF_AREA = /^\/(facilitator|admin)(\/|\?|$)/;
export function SignInPage() {
  const { t } = useLanguage();
  const ofGoogle = useWords(googleWords);
  const [query] = useSearchParams();
  const google = useGoogleSignIn(query.get("google"));
  const { status, user } = useAuth();
  const next = safeNext(query.get("next"));
  if (status === "signed-in") return <Navigate to={query.has("next") ? next : firstPageOf(user)} replace />;
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
      {google.outcome ? (
        <Notice tone={google.finishing ? "calm" : "warn"}>
          {ofGoogle(google.finishing ? "google.finishing" : googleOutcome(google.outcome), { email: "" })}
        </Notice>
      ) : null}
      {query.has("expired") ? <Notice tone="warn">{t("signIn.expiredReturn")}</Notice> : null}
      <SignInForm />
      <p>
        <Anchor component={Link} to="/forgotten-password">
          {t("signIn.forgotten")}
        </Anchor>
      </p>
      <GoogleSignIn next={query.has("next") ? next : undefined} />
      {STAFF_AREA.test(next) ? (
        <p>{t("signIn.staffAccount")}</p>
      ) : (
        <p>
          {t("signIn.noAccount")}{" "}
          <Anchor component={Link} to={`/register?${new URLSearchParams({ next })}`}>
            {t("signIn.register")}
          </Anchor>
        </p>
      )}
    </SignInLayout>
  );
}

/** Google's page leads back here: signs in with the cookie that came on the way. */
function useGoogleSignIn(outcome: string | null) {
  const [finishing, setFinishing] = useState(outcome === "signed_in");
  useEffect(() => {
    if (outcome === "signed_in") void auth.signInByCookie().catch(() => setFinishing(false));
  }, [outcome]);
  return { outcome, finishing };
}
