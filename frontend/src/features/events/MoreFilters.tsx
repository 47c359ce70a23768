import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatMoney } from "@/shared/money/format";
import { useTypedText } from "@/shared/ui/useTypedText";
import styles from "./DiscoverFilterBar.module.css";
import type { DiscoverFilters } from "./discoverFilters";
import { facilitatorsQuery, priceRangesQuery } from "./eventQueries";
import { priceSteps } from "./priceSteps";

type MoreFiltersProps = {
  filters: DiscoverFilters;
  change: (wanted: Partial<DiscoverFilters>) => void;
  typed: (wanted: Partial<DiscoverFilters>) => void;
  close: () => void;
};

/** The filters that few people need, loaded when they are opened. */
export function MoreFilters({ filters, change, typed, close }: MoreFiltersProps) {
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
      <Button className={styles.done} onClick={close}>
        {t("discover.showResults")}
      </Button>
    </div>
  );
}
