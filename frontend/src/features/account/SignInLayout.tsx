import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Cover } from "@/shared/ui/Cover";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import styles from "./SignInLayout.module.css";

type SignInLayoutProps = { title: string; heading: string; text?: string; children: ReactNode };

/** A form beside a picture, for signing in and registering. */
export function SignInLayout({ title, heading, text, children }: SignInLayoutProps) {
  return (
    <Page title={title}>
      <div className={styles.entrance}>
        <div className={styles.picture}>
          <Cover seed="door" kind="coaching" />
        </div>
        <div className={styles.side}>
          <div>
            <PageHeading>{heading}</PageHeading>
            {text ? <Text c="dimmed">{text}</Text> : null}
          </div>
          {children}
        </div>
      </div>
    </Page>
  );
}
