import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { BackLink } from "@/shared/ui/BackLink";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./FormPage.module.css";

type FormPageProps = {
  /** The title of the browser tab. */
  title: string;
  heading: string;
  intro?: string;
  back: { to: string; text: string };
  dialog?: ReactNode;
  children: ReactNode;
};

/** A page with one form, and a link back. */
export function FormPage({ title, heading, intro, back, dialog, children }: FormPageProps) {
  return (
    <Page title={title} width="text">
      <div className={styles.page}>
        <BackLink to={back.to}>{back.text}</BackLink>
        <div>
          <PageHeading>{heading}</PageHeading>
          {intro ? <Text c="dimmed">{intro}</Text> : null}
        </div>
        <div className={styles.card}>{children}</div>
      </div>
      {dialog}
    </Page>
  );
}
