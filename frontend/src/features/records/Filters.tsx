import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { withFilter } from "@/shared/ui/listQuery";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./Records.module.css";
import { facilitatorChoicesQuery } from "./recordQueries";

/** The filters of the address, and a function that sets one. */
export function useFilters() {
  const [query, setQuery] = useAddressQuery();
  const set = (changes: Record<string, string>, replace = false) =>
    setQuery(
      (current) =>
        Object.entries(changes).reduce((next, [name, value]) => withFilter(next, name, value), current),
      { replace },
    );
  return [query, set] as const;
}

export function Filters({ children }: { children: ReactNode }) {
  const t = useWords(recordWords);
  const [query, setQuery] = useAddressQuery();
  return (
    <div className={styles.filters}>
      {children}
      {query.size > 0 ? (
        <Button
          variant="default"
          className={styles.clear}
          onClick={() => setQuery(() => new URLSearchParams())}
        >
          {t("list.clear")}
        </Button>
      ) : null}
    </div>
  );
}

/** Two days, in the reader's zone. */
export function Period({ from, to }: { from: string; to: string }) {
  const [query, set] = useFilters();
  const day = (name: "from" | "to", label: string) => (
    <TextInput
      type="date"
      label={label}
      min="2000-01-01"
      max="2199-12-30"
      value={query.get(name) ?? ""}
      onChange={(event) => set({ [name]: event.currentTarget.value }, true)}
    />
  );
  return (
    <>
      {day("from", from)}
      {day("to", to)}
    </>
  );
}

export function FacilitatorChoice() {
  const t = useWords(recordWords);
  const [query, set] = useFilters();
  const { data: people = [] } = useQuery(facilitatorChoicesQuery);
  return (
    <NativeSelect
      label={t("list.facilitator")}
      value={query.get("facilitator") ?? ""}
      onChange={(event) => set({ facilitator: event.currentTarget.value })}
      data={[
        { value: "", label: t("list.everybody") },
        ...people.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  );
}
