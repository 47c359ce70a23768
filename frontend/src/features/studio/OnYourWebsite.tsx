import { Button, Code, Text, Title } from "@mantine/core";
import { useState } from "react";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import styles from "./StudioPage.module.css";

const VIEWS = ["list", "calendar"] as const;

/** What to paste into another website, so that it shows the studio's events. */
export function OnYourWebsite() {
  const t = useWords(officeWords);
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async (snippet: string) => {
    await navigator.clipboard.writeText(snippet);
    setCopied(snippet);
  };
  return (
    <section className={styles.card} aria-labelledby="website">
      <div>
        <Title order={2} size="h3" id="website">
          {t("studio.website")}
        </Title>
        <Text c="dimmed">{t("studio.websiteText")}</Text>
      </div>
      {VIEWS.map((view) => {
        const snippet = `<script src="${window.location.origin}/embed.js" data-view="${view}" async></script>`;
        return (
          <div key={view} className={styles.snippet}>
            <Text fw={600}>{t(`studio.website.${view}`)}</Text>
            <Code block className={styles.code}>
              {snippet}
            </Code>
            <Button variant="default" onClick={() => void copy(snippet)}>
              {copied === snippet
                ? t("studio.website.copied")
                : t("studio.website.copy", { name: t(`studio.website.${view}`) })}
            </Button>
          </div>
        );
      })}
      <Text c="dimmed" size="sm">
        {t("studio.websiteAllow")}
      </Text>
    </section>
  );
}
