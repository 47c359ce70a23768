import { Anchor } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "react-router";
import styles from "./BackLink.module.css";

export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Anchor component={Link} to={to} underline="hover" className={styles.back}>
      <IconArrowLeft size={18} aria-hidden={true} />
      <span dir="auto">{children}</span>
    </Anchor>
  );
}
