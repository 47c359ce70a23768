import { useEffect, useRef } from "react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import { formatClock } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { Notice } from "@/shared/ui/Notice";
import type { Order } from "./paymentQueries";
import type { PayState } from "./payState";

type PayStateNoticeProps = {
  state: PayState;
  order: Order | undefined;
  rest: boolean;
  heldUntil: string | null;
};

/** How the payment stands, in a sentence. Nothing before the guest has tried. */
export function PayStateNotice({ state, order, rest, heldUntil }: PayStateNoticeProps) {
  const { locale } = useLanguage();
  const t = useWords(paymentWords);
  const zone = useZone();
  const notice = useRef<HTMLDivElement>(null);
  const first = useRef(state);
  useEffect(() => {
    if (state !== first.current) notice.current?.focus();
  }, [state]);
  const late = order?.refunds.find(({ kind }) => kind === "late");
  const amount = order && late ? formatMoney(late.amount_cents, order.currency, locale) : "";
  const time = heldUntil ? formatClock(new Date(heldUntil), zone, locale) : "";
  switch (state) {
    // The heading says that it is paid.
    case "ready":
    case "paid":
    case "depositPaid":
      return null;
    case "waiting":
      return (
        <Notice tone="calm" ref={notice}>
          <strong>{t("pay.waiting.title")}</strong>
          <br />
          {t("pay.waiting.text")}
        </Notice>
      );
    case "awaitingBank":
      return (
        <Notice tone="calm" ref={notice}>
          <strong>{t("pay.bank.title")}</strong>
          <br />
          {t(rest ? "pay.rest.bank" : "pay.bank.text")}
        </Notice>
      );
    case "declined":
      return (
        <Notice tone="bad" ref={notice}>
          <strong>{t("pay.declined.title")}</strong>
          <br />
          {rest ? t("pay.rest.declined") : t("pay.declined.text", { time })}
        </Notice>
      );
    case "cancelled":
      return (
        <Notice tone="warn" ref={notice}>
          {rest ? t("pay.rest.cancelled") : t("pay.cancelled", { time })}
        </Notice>
      );
    case "late":
      return (
        <Notice tone="warn" ref={notice}>
          <strong>{t("pay.late.title")}</strong>
          <br />
          {t(late?.state === "processed" ? "pay.late.done" : "pay.late.text", { amount })}
        </Notice>
      );
    case "over":
      return (
        <Notice tone="warn" ref={notice}>
          <strong>{t("pay.over.title")}</strong>
          <br />
          {t("pay.over.text")}
        </Notice>
      );
    default:
      return <Notice tone="calm">{t("pay.nothing")}</Notice>;
  }
}
