import { TextInput } from "@mantine/core";
import { IconWorld } from "@tabler/icons-react";
import { type ReactNode, useId, useMemo, useState } from "react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { browserZone, isZone, zoneOffset } from "@/shared/time/format";

type ZoneFieldProps = {
  label: string;
  description?: string;
  /** An IANA zone. */
  value: string;
  error: ReactNode;
  onChange: (zone: string) => void;
};

/** A time zone, found by typing a part of its city, its region or its offset. */
export function ZoneField({ label, description, value, error, onChange }: ZoneFieldProps) {
  const { t, locale, cityOf } = useLanguage();
  const list = useId();
  /** What is typed, until it names a zone. */
  const [typed, setTyped] = useState<string | null>(null);
  const [unknown, setUnknown] = useState(false);
  const searching = typed !== null;
  const zones = useMemo(
    () => (searching ? zonesByName(value, (zone) => nameOf(zone, cityOf(zone), locale)) : new Map()),
    [searching, value, cityOf, locale],
  );
  const choose = () => {
    const zone = zones.get(typed ?? "") ?? closestZone(zones, typed ?? "");
    if (zone) onChange(zone);
    setUnknown(Boolean(typed) && !zone);
    return zone;
  };
  const current = isZone(value) ? nameOf(value, cityOf(value), locale) : value;
  return (
    <>
      <TextInput
        size="md"
        label={label}
        description={description}
        error={unknown ? t("field.zone") : error}
        leftSection={<IconWorld size={18} aria-hidden={true} />}
        list={list}
        autoComplete="off"
        value={typed ?? current}
        // The browser offers what matches the text, so an empty field offers all.
        placeholder={current}
        onFocus={() => setTyped("")}
        onChange={(event) => {
          const text = event.currentTarget.value;
          const zone = zones.get(text);
          setTyped(text);
          setUnknown(false);
          if (zone) onChange(zone);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !typed) return;
          // The form would be sent with the zone of before. Whoever presses Enter sees what was chosen first.
          event.preventDefault();
          if (choose()) setTyped(null);
        }}
        onBlur={() => {
          choose();
          setTyped(null);
        }}
      />
      <datalist id={list}>
        {[...zones.keys()].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** What somebody means who types "Lisbon" or "europe/lisbon" and leaves the field: the first city that begins so. */
function closestZone(zones: ReadonlyMap<string, string>, typed: string): string | undefined {
  const text = typed.trim().toLowerCase();
  if (!text) return undefined;
  const entries = [...zones];
  const found =
    entries.find(([, zone]) => zone.toLowerCase() === text) ??
    entries.find(([name]) => name.toLowerCase().startsWith(text));
  return found?.[1];
}

/** "Kolkata, Asia (GMT+5:30)". */
function nameOf(zone: string, city: string, locale: string): string {
  const region = zone.includes("/") ? `, ${zone.split("/")[0]}` : "";
  return `${city}${region} (${zoneOffset(new Date(), zone, locale)})`;
}

/** Every zone that the browser lists, and UTC and the present zone, which the list may lack, by its name. */
function zonesByName(own: string, name: (zone: string) => string): Map<string, string> {
  const zones = new Set(["UTC", browserZone(), own, ...Intl.supportedValuesOf("timeZone")]);
  const named = [...zones].filter(isZone).map((zone): [string, string] => [name(zone), zone]);
  return new Map(named.sort(([one], [other]) => one.localeCompare(other)));
}
