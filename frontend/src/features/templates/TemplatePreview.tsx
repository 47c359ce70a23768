import { Title } from "@mantine/core";
import { IconAlignLeft, IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import table from "@/shared/ui/cardTable.module.css";
import { MailFrame } from "@/shared/ui/MailFrame";
import styles from "./Templates.module.css";

type View = "phone" | "desk" | "text";
const VIEWS = [
  { value: "desk", icon: IconDeviceDesktop },
  { value: "phone", icon: IconDeviceMobile },
  { value: "text", icon: IconAlignLeft },
] as const;

type TemplatePreviewProps = {
  template: {
    subject?: string | null;
    html?: string | null;
    text?: string | null;
    sms?: string | null;
    in_app?: { title: string; body: string } | null;
    chat?: string | null;
    variables: readonly { name: string; meaning: string; example: unknown }[];
  };
  name: string;
  language: string;
  withVariables?: boolean;
};

/** One message in all its forms. */
export function TemplatePreview({ template, name, language, withVariables = true }: TemplatePreviewProps) {
  const [view, setView] = useState<View>("desk");
  const { subject, html, text, sms, in_app, chat, variables } = template;
  return (
    <>
      <Part title={t("templates.email")}>
        {html ? (
          <>
            <p className={styles.subject}>
              <span>{t("templates.subject")}</span>
              <strong lang={language}>{subject}</strong>
            </p>
            <ChoiceRow
              label={t("templates.view")}
              value={view}
              choices={VIEWS.map(({ value, icon }) => ({ value, icon, label: t(`templates.view.${value}`) }))}
              onChoose={setView}
            />
            {view === "text" ? (
              <pre className={styles.text} lang={language}>
                {text}
              </pre>
            ) : (
              <MailFrame
                html={html}
                width={view}
                title={t("templates.frame", { subject: subject ?? name })}
              />
            )}
          </>
        ) : (
          <p className={styles.none}>{t("templates.none")}</p>
        )}
      </Part>
      <Part title={t("templates.sms")}>
        {sms ? (
          <>
            <p className={styles.bubble} lang={language}>
              {sms}
            </p>
            <p className={styles.none}>{t("templates.characters", { count: [...sms].length })}</p>
          </>
        ) : (
          <p className={styles.none}>{t("templates.none")}</p>
        )}
      </Part>
      <Part title={t("templates.inApp")}>
        {in_app ? (
          <p className={styles.bubble} lang={language}>
            <strong>{in_app.title}</strong>
            <br />
            {in_app.body}
          </p>
        ) : (
          <p className={styles.none}>{t("templates.none")}</p>
        )}
      </Part>
      {chat ? (
        <Part title={t("templates.chat")}>
          <p className={styles.bubble} lang={language}>
            {chat}
          </p>
        </Part>
      ) : null}
      {withVariables ? (
        <Part title={t("templates.variables")}>
          <table className={table.table}>
            <caption className={table.caption}>{t("templates.variablesText")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("templates.variable")}</th>
                <th scope="col">{t("templates.meaning")}</th>
                <th scope="col">{t("templates.example")}</th>
              </tr>
            </thead>
            <tbody>
              {variables.map((variable) => (
                <tr key={variable.name} className={table.line}>
                  <th scope="row">
                    <code>{variable.name}</code>
                  </th>
                  <td>{variable.meaning}</td>
                  <td className={styles.example}>{String(variable.example ?? "")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      ) : null}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <Title order={2} size="h3">
        {title}
      </Title>
      {children}
    </section>
  );
}
