import { Button, Group, Text } from "@mantine/core";
import { Link } from "react-router";
import { signOut } from "@/shared/auth/signOut";
import { staffWords as t } from "@/shared/i18n/staffWords";
import styles from "./NotYours.module.css";
import { Page } from "./Page";
import { PageHeading } from "./PageHeading";

type NotYoursProps = { title: string; heading: string; text: string; change: string };

/** Shown to people whose role has no access to an area: whom it is for, and how to sign in with another account. */
export function NotYours({ title, heading, text, change }: NotYoursProps) {
  return (
    <div lang="en">
      <Page title={title} width="text">
        <div className={styles.refusal}>
          <PageHeading>{heading}</PageHeading>
          <Text>{text}</Text>
          <Group>
            <Button onClick={() => void signOut()}>{change}</Button>
            <Button component={Link} to="/" variant="default">
              {t("area.notYours.home")}
            </Button>
          </Group>
        </div>
      </Page>
    </div>
  );
}
