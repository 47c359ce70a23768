import { Title } from "@mantine/core";
import { IconBackpack, IconCheck } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Event } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useWords } from "@/shared/i18n/useWords";
import styles from "./EventDetails.module.css";

/** What is included, what to bring, and the programme, as far as the facilitator says so. */
export function EventDetails({ event }: { event: Event }) {
  const e = useWords(eventPageWords);
  return (
    <>
      {event.included.length > 0 || event.to_bring.length > 0 ? (
        <div className={styles.lists}>
          <Things id="included" title={e("details.included")} things={event.included} icon={IconCheck} />
          <Things id="to-bring" title={e("details.toBring")} things={event.to_bring} icon={IconBackpack} />
        </div>
      ) : null}
      {event.programme.length > 0 ? (
        <section aria-labelledby="programme-heading">
          <Title order={2} id="programme-heading">
            {e("details.programme")}
          </Title>
          <ol className={styles.programme}>
            {event.programme.map(({ title, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two days may have the same title.
              <li key={index}>
                <strong dir="auto">{title}</strong>
                {text ? (
                  <p className={styles.text} dir="auto">
                    {text}
                  </p>
                ) : null}
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </>
  );
}

type ThingsProps = {
  id: string;
  title: string;
  things: readonly string[];
  icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
};

function Things({ id, title, things, icon: Icon }: ThingsProps) {
  if (things.length === 0) return null;
  return (
    <section aria-labelledby={`${id}-heading`}>
      <Title order={2} size="h3" id={`${id}-heading`}>
        {title}
      </Title>
      <ul className={styles.things}>
        {things.map((thing, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line may be there twice.
          <li key={index}>
            <Icon size={20} aria-hidden={true} />
            <span dir="auto">{thing}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
