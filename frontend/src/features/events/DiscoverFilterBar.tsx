import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconCalendarMonth, IconLayoutGrid } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatMoney } from "@/shared/money/format";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import { useTypedText } from "@/shared/ui/useTypedText";
import styles from "./DiscoverFilterBar.module.css";
import {
  countHidden,
  type DiscoverFilters,
  isFiltered,
  readFilters,
  readView,
  type View,
  withFilters,
  withoutFilters,
} from "./discoverFilters";
import { facilitatorsQuery, priceRangesQuery } from "./eventQueries";
import { KINDS } from "./eventTimes";
import { priceSteps } from "./priceSteps";

/** The filters are kept in the address, so that a link contains them and "back" undoes a change. */
export function DiscoverFilterBar() {
  const { t } = useLanguage();
  const [query, setQuery] = useAddressQuery();
  const filters = readFilters(query);
  const hidden = countHidden(filters);
  const filtersLabel = hidden > 0 ? t("discover.filtersActive", { count: hidden }) : t("discover.filters");
  const [open, setOpen] = useState(hidden > 0);
  const panel = useId();
  const change = (wanted: Partial<DiscoverFilters>) =>
    setQuery((now) => withFilters(now, wanted), { preventScrollReset: true });
  // Typing replaces the history entry, so that "back" undoes the whole search instead of its last letter.
  const typed = (wanted: Partial<DiscoverFilters>) =>
    setQuery((now) => withFilters(now, wanted), { preventScrollReset: true, replace: true });
  const setView = (view: View) =>
    setQuery(
      (now) => {
        const next = new URLSearchParams(now);
        if (view === "calendar") next.set("view", "calendar");
        else next.delete("view");
        return next;
      },
      { preventScrollReset: true },
    );
  return (
    <search className={styles.bar}>
      <div className={styles.first}>
        <SearchField
          className={styles.search}
          label={t("discover.search")}
          placeholder={t("discover.searchHint")}
          size="md"
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
        {open ? <MoreFilters filters={filters} change={change} typed={typed} /> : null}
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
      {isFiltered(filters) ? (
        <Button
          variant="subtle"
          className={styles.clear}
          onClick={() => setQuery(withoutFilters, { preventScrollReset: true })}
        >
          {t("discover.clear")}
        </Button>
      ) : null}
    </search>
  );
}

type MoreFiltersProps = {
  filters: DiscoverFilters;
  change: (wanted: Partial<DiscoverFilters>) => void;
  typed: (wanted: Partial<DiscoverFilters>) => void;
};

function MoreFilters({ filters, change, typed }: MoreFiltersProps) {
  const { t, locale } = useLanguage();
  const { data: facilitators = [] } = useQuery(facilitatorsQuery);
  const { data: ranges = [] } = useQuery(priceRangesQuery);
  const priceIn = (cents: number, currency: string) => ({
    value: `${cents} ${currency}`,
    label: t("discover.upTo", { price: formatMoney(cents, currency, locale) }),
  });
  const chosenPrice = [filters.price, filters.currency].filter(Boolean).join(" ");
  const prices = ranges
    .filter(({ max_cents }) => max_cents > 0)
    .map(({ currency, min_cents, max_cents }) => ({
      group: currency,
      items: priceSteps(min_cents, max_cents).map((cents) => priceIn(cents, currency)),
    }));
  // A link may contain a price that is not one of the steps.
  const listed = prices.some(({ items }) => items.some(({ value }) => value === chosenPrice));
  if (filters.price && filters.price !== "0" && filters.currency && !listed)
    prices.push({ group: filters.currency, items: [priceIn(Number(filters.price), filters.currency)] });
  const place = useTypedText(filters.place, (text) => typed({ place: text }));
  return (
    <div className={styles.more}>
      <NativeSelect
        label={t("discover.facilitator")}
        value={filters.facilitator}
        onChange={(event) => change({ facilitator: event.currentTarget.value })}
        data={[
          { value: "", label: t("discover.anyone") },
          ...facilitators.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
      />
      <TextInput
        label={t("discover.location")}
        placeholder={t("discover.locationHint")}
        value={place.text}
        onChange={(event) => place.type(event.currentTarget.value)}
        onBlur={place.flush}
      />
      <TextInput
        type="date"
        label={t("discover.from")}
        value={filters.from}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("discover.to")}
        min={filters.from || undefined}
        value={filters.to}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("discover.price")}
        value={chosenPrice}
        onChange={(event) => {
          const [price = "", currency = ""] = event.currentTarget.value.split(" ");
          change({ price, currency });
        }}
        data={[
          { value: "", label: t("discover.anyPrice") },
          { value: "0", label: t("session.free") },
          ...prices,
        ]}
      />
      <Checkbox
        className={styles.free}
        size="md"
        label={t("discover.available")}
        checked={filters.free}
        onChange={(event) => change({ free: event.currentTarget.checked })}
      />
    </div>
  );
}
