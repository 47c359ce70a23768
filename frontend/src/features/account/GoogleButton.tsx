import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { mainApi, publicApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import { problemText } from "@/shared/api/problemText";
import { googleWords } from "@/shared/i18n/googleWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { browserZone } from "@/shared/time/format";
import { Notice } from "@/shared/ui/Notice";
import logo from "./google.svg";

type GoogleButtonProps = {
  /** The page to go on with after signing in. Without it, Google is connected with the reader's account. */
  next?: string;
  connecting?: boolean;
};

/** Leads to Google's page, which leads back to this app. */
export function GoogleButton({ next = "", connecting = false }: GoogleButtonProps) {
  const { t: words, code } = useLanguage();
  const t = useWords(googleWords);
  const begin = useMutation({
    mutationFn: () =>
      dataOf(
        (connecting ? mainApi : publicApi).POST("/auth/google", {
          body: { next, language: code, time_zone: browserZone() },
        }),
      ),
    onSuccess: ({ address }) => window.location.assign(address),
  });
  const unavailable = begin.error instanceof ApiProblem && begin.error.code === "google_unavailable";
  return (
    <>
      {begin.error ? (
        <Notice tone="bad">{unavailable ? t("google.unavailable") : problemText(words, begin.error)}</Notice>
      ) : null}
      <Button
        variant="default"
        size="md"
        // It stays busy until the browser has left this page.
        loading={begin.isPending || begin.isSuccess}
        leftSection={<img src={logo} alt="" width="20" height="20" />}
        onClick={() => begin.mutate()}
      >
        {t(connecting ? "google.connect" : "google.continue")}
      </Button>
    </>
  );
}
