import { TextInput } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { useFilters } from "./Filters";
import { peopleNamedQuery } from "./recordQueries";

/** Whose changes are shown: found by typing a part of a name or address, or the system itself. */
export function PersonChoice() {
  const t = useWords(recordWords);
  const [query, set] = useFilters();
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const { data: people = [] } = useQuery(peopleNamedQuery(typed?.trim() ?? ""));
  const chosen = query.get("person") === "system" ? t("audit.system") : (query.get("name") ?? "");
  const choose = (text: string) => {
    setTyped(text);
    const person = people.find(({ name, email }) => text === `${name}, ${email}`);
    if (person) set({ person: String(person.id), name: person.name });
    else if (text === t("audit.system")) set({ person: "system", name: "" });
    else if (text === "") set({ person: "", name: "" });
  };
  return (
    <>
      <TextInput
        label={t("audit.who")}
        placeholder={chosen || t("audit.whoPick")}
        leftSection={<IconUser size={18} aria-hidden={true} />}
        list={list}
        autoComplete="off"
        value={typed ?? chosen}
        onChange={(event) => choose(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
      />
      <datalist id={list}>
        <option value={t("audit.system")} />
        {people.map(({ id, name, email }) => (
          <option key={id} value={`${name}, ${email}`} />
        ))}
      </datalist>
    </>
  );
}
