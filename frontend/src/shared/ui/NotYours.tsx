import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "react-router";
import { signOut } from "@/shared/auth/signOut";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Notice } from "./Notice";
import styles from "./NotYours.module.css";
import { Page } from "./Page";
import { PageHeading } from "./PageHeading";

type NotYoursProps = { title: string; heading: string; text: string; change: string };

/** Shown to people whose role has no access to an area: whom it is for, and how to sign in with another account. */
export function NotYours({ title, heading, text, change }: NotYoursProps) {
  const leave = useMutation({ mutationFn: () => signOut(true) });
  return (
    <Page title={title} width="text">
      <div className={styles.refusal}>
        <PageHeading>{heading}</PageHeading>
        <Text>{text}</Text>
        {leave.error ? <Notice tone="bad">{staffProblemText(leave.error)}</Notice> : null}
        <Group>
          <Button disabled={leave.isPending} onClick={() => leave.mutate()}>
            {change}
          </Button>
          <Button component={Link} to="/" variant="default">
            {t("area.notYours.home")}
          </Button>
        </Group>
      </div>
    </Page>
  );
}
