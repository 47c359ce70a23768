import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useStudio } from "./studio";

/** What somebody accepts, linked where they do. Nothing, if the studio has written neither text. */
export function AcceptedTerms({ by }: { by: "booking" | "registering" }) {
  const { t } = useLanguage();
  const { pages } = useStudio();
  const written = (["terms", "privacy"] as const).filter((page) => pages.includes(page));
  if (written.length === 0) return null;
  return (
    <p>
      <small>
        {pages.includes("terms") ? `${t(`terms.${by}`)} ` : null}
        {written.map((page, index) => (
          <span key={page}>
            {index > 0 ? " · " : null}
            {/* In a tab of its own: what was typed stays. */}
            <Anchor component={Link} to={`/${page}`} target="_blank" inherit>
              {t(`studio.${page}`)}
            </Anchor>
          </span>
        ))}
      </small>
    </p>
  );
}
