import { Anchor } from "@mantine/core";
import { useLanguage } from "@/shared/i18n/LanguageProvider";

/** Opens the place on OpenStreetMap. Nothing is loaded from there before the click. */
export function MapLink({ location }: { location: string }) {
  const { t } = useLanguage();
  return (
    <Anchor
      href={`https://www.openstreetmap.org/search?${new URLSearchParams({ query: location })}`}
      target="_blank"
      rel="noreferrer"
      inherit
      style={{ whiteSpace: "nowrap" }}
      aria-label={`${t("place.map")}, ${t("booking.newTab")}`}
    >
      {t("place.map")}
    </Anchor>
  );
}
