import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import { signInPath } from "@/shared/auth/signInPath";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { EmptyState } from "./EmptyState";
import styles from "./FailureState.module.css";
import { Page } from "./Page";
import { PageHeading } from "./PageHeading";
import { useOnline } from "./useOnline";

type FailureStateProps = { problem: unknown; retry: () => Promise<unknown> };

const RETRY_SECONDS = [3, 5, 10, 20];

type Kind = "offline" | "away" | "missing" | "signedOut" | "broken";

/** Shown instead of a whole page that failed to load: what happened, and what to do next. */
export function FailurePage({ problem, retry }: FailureStateProps) {
  const { t } = useLanguage();
  const kind = useKindOf(problem);
  return (
    <Page title={t(`error.${kind}.title`)} width="text">
      <div className={styles.failure}>
        <PageHeading>{t(`error.${kind}.title`)}</PageHeading>
        <p>{t(`error.${kind}.text`)}</p>
        <NextStep kind={kind} retry={retry} />
      </div>
    </Page>
  );
}

/** The same for a part of a page. */
export function FailurePart({ problem, retry, text }: FailureStateProps & { text?: string }) {
  const { t } = useLanguage();
  const kind = useKindOf(problem);
  if (kind === "missing") {
    return (
      <div role="alert">
        <EmptyState title={t("error.missingPart.title")} text={t("error.missingPart.text")} />
      </div>
    );
  }
  return (
    <div role="alert">
      <EmptyState
        title={t(`error.${kind}.title`)}
        text={kind === "away" && text ? text : t(`error.${kind}.text`)}
        action={<NextStep kind={kind} retry={retry} />}
      />
    </div>
  );
}

function useKindOf(problem: unknown): Kind {
  const online = useOnline();
  if (!(problem instanceof ApiProblem)) return "broken";
  if (problem.unreachable) return online ? "away" : "offline";
  if (problem.status === 401) return "signedOut";
  return problem.status === 404 ? "missing" : "broken";
}

function NextStep({ kind, retry }: { kind: Kind; retry: () => Promise<unknown> }) {
  const { t } = useLanguage();
  const { pathname, search } = useLocation();
  if (kind === "missing") {
    return (
      <Button component={Link} to="/">
        {t("error.missing.home")}
      </Button>
    );
  }
  if (kind === "signedOut") {
    return (
      <Button component={Link} to={signInPath(pathname + search)}>
        {t("signIn.submit")}
      </Button>
    );
  }
  if (kind === "broken") return <Button onClick={() => void retry()}>{t("error.tryNow")}</Button>;
  return <RetryCountdown retry={retry} />;
}

function RetryCountdown({ retry }: { retry: () => Promise<unknown> }) {
  const { t } = useLanguage();
  const [attempt, setAttempt] = useState(0);
  const [left, setLeft] = useState<number>(RETRY_SECONDS[0] ?? 3);
  useEffect(() => {
    if (left > 0) {
      const timer = setTimeout(() => setLeft(left - 1), 1000);
      return () => clearTimeout(timer);
    }
    let unmounted = false;
    void retry().finally(() => {
      if (unmounted) return;
      setAttempt(attempt + 1);
      setLeft(RETRY_SECONDS[Math.min(attempt + 1, RETRY_SECONDS.length - 1)] ?? 20);
    });
    return () => {
      unmounted = true;
    };
  }, [left, attempt, retry]);
  return (
    <div className={styles.countdown}>
      <Button onClick={() => setLeft(0)} disabled={left === 0}>
        {t("error.tryNow")}
      </Button>
      <span className={styles.seconds}>
        {left > 0 ? t("error.away.retrying", { seconds: left }) : t("error.away.trying")}
      </span>
    </div>
  );
}
