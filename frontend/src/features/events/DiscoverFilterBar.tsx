import { Button } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconCalendarMonth, IconLayoutGrid } from "@tabler/icons-react";
import { lazy, Suspense, useId, useState } from "react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./DiscoverFilterBar.module.css";
import {
  countHidden,
  type DiscoverFilters,
  readFilters,
  readView,
  type View,
  withFilters,
  withoutFilters,
} from "./discoverFilters";
import { KINDS } from "./eventTimes";

const MoreFilters = lazy(async () => ({ default: (await import("./MoreFilters")).MoreFilters }));

/** The filters are kept in the address, so that a link contains them and "back" undoes a change. */
export function DiscoverFilterBar() {
  const { t } = useLanguage();
  const [query, setQuery] = useAddressQuery();
  const filters = readFilters(query);
  const hidden = countHidden(filters);
  const filtersLabel = hidden > 0 ? t("discover.filtersActive", { count: hidden }) : t("discover.filters");
  const [open, setOpen] = useState(hidden > 0);
  const panel = useId();
  const change = (wanted: Partial<DiscoverFilters>) => setQuery((now) => withFilters(now, wanted));
  // Typing replaces the history entry, so that "back" undoes the whole search instead of its last letter.
  const typed = (wanted: Partial<DiscoverFilters>) =>
    setQuery((now) => withFilters(now, wanted), { replace: true });
  const setView = (view: View) =>
    setQuery((now) => {
      const next = new URLSearchParams(now);
      if (view === "calendar") next.set("view", "calendar");
      else next.delete("view");
      return next;
    });
  return (
    <search className={styles.bar}>
      <div className={styles.first}>
        <SearchField
          className={styles.search}
          label={t("discover.search")}
          placeholder={t("discover.searchHint")}
          value={filters.search}
          onSearch={(text) => typed({ search: text })}
        />
        <Button
          variant="default"
          size="md"
          className={styles.filters}
          aria-expanded={open}
          aria-controls={panel}
          aria-label={filtersLabel}
          onClick={() => setOpen(!open)}
        >
          <IconAdjustmentsHorizontal size={18} aria-hidden={true} />
          <span className={styles.filtersText}>{filtersLabel}</span>
          {hidden > 0 ? <span className={styles.filtersCount}>{hidden}</span> : null}
        </Button>
        <ChoiceRow
          label={t("discover.view")}
          look="icons"
          value={readView(query)}
          choices={[
            { value: "list", label: t("discover.view.list"), icon: IconLayoutGrid },
            { value: "calendar", label: t("discover.view.calendar"), icon: IconCalendarMonth },
          ]}
          onChoose={setView}
        />
      </div>
      <div id={panel} hidden={!open}>
        {open ? (
          <Suspense fallback={<Placeholder shapes={["row"]} />}>
            <MoreFilters filters={filters} change={change} typed={typed} close={() => setOpen(false)} />
          </Suspense>
        ) : null}
      </div>
      <ChoiceRow
        label={t("discover.kind")}
        look="scroll"
        value={filters.kind}
        choices={[
          { value: "", label: t("discover.kind.all") },
          ...KINDS.map((kind) => ({ value: kind, label: t(`discover.kind.${kind}`) })),
        ]}
        onChoose={(kind) => change({ kind })}
      />
      {hidden > 0 || filters.kind ? (
        <Button variant="subtle" className={styles.clear} onClick={() => setQuery(withoutFilters)}>
          {t("discover.clear")}
        </Button>
      ) : null}
    </search>
  );
}
