import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { pageFocus } from "./pageFocus";

/** The page's one h1. It takes the focus after a change of page, so that screen readers announce the page. */
export function PageHeading({ children, className }: { children: ReactNode; className?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (pageFocus.take()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Title order={1} ref={heading} tabIndex={-1} className={className} dir="auto">
      {children}
    </Title>
  );
}
