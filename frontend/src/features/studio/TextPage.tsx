import { Anchor, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { facilitatorsQuery } from "@/features/events";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Picture } from "@/shared/ui/Picture";
import { Placeholder } from "@/shared/ui/Placeholder";
import { Portrait } from "@/shared/ui/Portrait";
import { RichText } from "@/shared/ui/RichText";
import styles from "./StudioPage.module.css";
import { type StudioWithTexts, studioQuery } from "./studioQueries";

export const AboutPage = () => <TextPage text="about" />;
export const TermsPage = () => <TextPage text="terms" />;
export const PrivacyPage = () => <TextPage text="privacy" />;

/** What the studio says of itself, its terms or its privacy. About also says how to reach it. */
function TextPage({ text }: { text: "about" | "terms" | "privacy" }) {
  const { t } = useLanguage();
  const found = useQuery(studioQuery);
  const title = t(`studio.${text}`);
  const { data } = found;
  return (
    <Page title={title} width="text">
      <div className={styles.page}>
        {data && text === "about" && data.picture ? (
          <div className={styles.cover}>
            <Picture picture={data.picture} sizes="(min-width: 48em) 42rem, 100vw" eager />
          </div>
        ) : null}
        <PageHeading>{text === "about" && data ? data.name : title}</PageHeading>
        {!data ? (
          found.error ? (
            <FailurePart problem={found.error} retry={found.refetch} />
          ) : (
            <Placeholder shapes={["row", "row"]} />
          )
        ) : data[text] ? (
          <RichText html={data[`${text}_html`]} />
        ) : text === "about" && (data.picture || hasContact(data)) ? null : (
          <EmptyState title={t("studio.nothing")} text={t("studio.nothingText")} />
        )}
        {data && text === "about" ? (
          <>
            <Contact studio={data} />
            <Facilitators />
          </>
        ) : null}
      </div>
    </Page>
  );
}

const hasContact = ({ contact_email, contact_phone, address }: StudioWithTexts) =>
  Boolean(contact_email || contact_phone || address);

function Contact({ studio }: { studio: StudioWithTexts }) {
  const { t } = useLanguage();
  const { contact_email: email, contact_phone: phone, address } = studio;
  if (!hasContact(studio)) return null;
  return (
    <section className={styles.contact} aria-labelledby="contact">
      <Title order={2} size="h3" id="contact">
        {t("studio.contact")}
      </Title>
      {email ? <Anchor href={`mailto:${email}`}>{email}</Anchor> : null}
      {phone ? <Anchor href={`tel:${phone}`}>{phone}</Anchor> : null}
      {address ? (
        <address className={styles.text} dir="auto">
          {address}
        </address>
      ) : null}
    </section>
  );
}

/** Last on the page, so that nothing moves when they arrive. */
function Facilitators() {
  const { t } = useLanguage();
  const { data: people = [] } = useQuery(facilitatorsQuery);
  if (people.length === 0) return null;
  return (
    <section className={styles.contact} aria-labelledby="facilitators">
      <Title order={2} size="h3" id="facilitators">
        {t("studio.facilitators")}
      </Title>
      <ul className={styles.people}>
        {people.map(({ id, name, portrait }) => (
          <li key={id}>
            <Link to={`/with/${id}`} className={styles.person}>
              <span aria-hidden={true}>
                <Portrait name={name} picture={portrait} />
              </span>
              <span dir="auto">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
