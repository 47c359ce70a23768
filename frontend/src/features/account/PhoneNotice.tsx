import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import type { User } from "@/shared/api/types";
import { messageWords } from "@/shared/i18n/messageWords";
import { useWords } from "@/shared/i18n/useWords";
import { Notice } from "@/shared/ui/Notice";
import styles from "./PhoneNotice.module.css";

const LATER = "samaya.phone.later";
/** These pages have the form itself. */
const WITH_FORM = /^\/(account|my-bookings\/\d+)$/;

/** Asks somebody who has signed in with an unconfirmed phone number to confirm it, until they say "Not now". */
export function PhoneNotice({ user }: { user: User }) {
  const t = useWords(messageWords);
  const { pathname } = useLocation();
  const [later, setLater] = useState(() => sessionStorage.getItem(LATER) === user.phone);
  if (later || !user.phone || user.phone_confirmed || WITH_FORM.test(pathname)) return null;
  const decline = () => {
    sessionStorage.setItem(LATER, user.phone ?? "");
    setLater(true);
  };
  return (
    <div className={styles.place}>
      <Notice
        tone="warn"
        action={
          <>
            <Button component={Link} to="/account" variant="default">
              {t("phone.go")}
            </Button>
            <Button variant="subtle" onClick={decline}>
              {t("push.no")}
            </Button>
          </>
        }
      >
        {t("phone.notice", { phone: user.phone })}
      </Notice>
    </div>
  );
}
