import { Button } from "@mantine/core";
import { IconCheck, IconShare2 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useWords } from "@/shared/i18n/useWords";

const SHOWN_MILLISECONDS = 3000;

/** Opens the device's own way to share the page, or copies its address. */
export function ShareButton({ title }: { title: string }) {
  const e = useWords(eventPageWords);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  const share = async () => {
    const url = location.origin + location.pathname;
    try {
      if (navigator.share) await navigator.share({ title, url });
      else {
        await navigator.clipboard.writeText(url);
        setCopied(true);
      }
    } catch {
      // Closed without sharing, or the browser allows no copying here: the address bar has the link.
    }
  };
  const Icon = copied ? IconCheck : IconShare2;
  return (
    <Button
      variant="transparent"
      size="compact-md"
      px={0}
      leftSection={<Icon size={18} aria-hidden={true} />}
      onClick={() => void share()}
    >
      <span aria-live="polite">{e(copied ? "share.copied" : "share")}</span>
    </Button>
  );
}
