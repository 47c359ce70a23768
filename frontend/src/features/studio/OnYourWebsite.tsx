import { Button, Code, Input, Text, Title } from "@mantine/core";
import { useState } from "react";
import { officeWords } from "@/shared/i18n/officeWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import styles from "./StudioPage.module.css";

const VIEWS = ["list", "calendar"] as const;

type OnYourWebsiteProps = { colour: string; allowed: readonly string[] };

/** What to paste into another website, so that it shows the studio's events, and which websites may. */
export function OnYourWebsite({ colour: own, allowed }: OnYourWebsiteProps) {
  const t = useWords(officeWords);
  const [copied, setCopied] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const colour = chosen ?? own;
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
      {allowed.length > 0 ? (
        <Text>{t("studio.website.allowed", { list: allowed.join(", ") })}</Text>
      ) : (
        <Notice tone="warn">{t("studio.website.nobody")}</Notice>
      )}
      <Text c="dimmed" size="sm">
        {t("studio.website.ask")}
      </Text>
      <Input.Wrapper
        size="md"
        label={t("studio.website.colour")}
        labelProps={{ htmlFor: "website-colour" }}
        className={styles.row}
      >
        <input
          id="website-colour"
          type="color"
          className={styles.well}
          value={colour}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      </Input.Wrapper>
      {VIEWS.map((view) => {
        const snippet = `<script src="${window.location.origin}/embed.js" data-view="${view}" data-colour="${colour}" async></script>`;
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
    </section>
  );
}
