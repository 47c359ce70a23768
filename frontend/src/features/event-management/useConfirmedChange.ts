import { useRef, useState } from "react";
import { ApiProblem } from "@/shared/api/problem";
import type { Confirmation, Impact } from "./eventManagementApi";

export type Question<C> = {
  change: C;
  impact: Impact;
  /** The impact shown before is out of date. This is the new one, and it has to be confirmed again. */
  changedMeanwhile: boolean;
};

type Options<C> = {
  preview: (change: C) => Promise<Impact>;
  /** Applies the change exactly as it was shown. */
  apply: (change: C, confirmation: Confirmation) => Promise<void>;
  onDone: (result: { change: C; impact: Impact }) => void | Promise<void>;
  /** Ask even if no booking is affected, as cancelling does. Otherwise such a change is made at once. */
  alwaysAsk?: boolean;
};

/**
 * A change in two steps: its impact is shown, and confirming applies what was shown. If something changed in
 * between, the service refuses and answers with the new impact, which has to be confirmed again.
 */
export function useConfirmedChange<C>({ preview, apply, onDone, alwaysAsk = false }: Options<C>) {
  const [question, setQuestion] = useState<Question<C> | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // A second click may come before the first one has rendered.
  const running = useRef(false);

  const runAlone = async (work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (cause) {
      setProblem(cause);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  const applyShown = async ({ change, impact }: Question<C>, reason: string) => {
    try {
      await apply(change, { expected_impact: impact.fingerprint, ...(reason ? { reason } : {}) });
    } catch (cause) {
      const renewed = newImpact(cause);
      if (!renewed) throw cause;
      setQuestion({ change, impact: renewed, changedMeanwhile: true });
      return;
    }
    setQuestion(null);
    await onDone({ change, impact });
  };

  return {
    question,
    problem,
    busy,
    ask: (change: C) =>
      runAlone(async () => {
        const shown = { change, impact: await preview(change), changedMeanwhile: false };
        if (alwaysAsk || shown.impact.bookings > 0) setQuestion(shown);
        else await applyShown(shown, "");
      }),
    confirm: (reason = "") =>
      runAlone(async () => {
        if (question) await applyShown(question, reason);
      }),
    leave: () => {
      setQuestion(null);
      setProblem(null);
    },
  };
}

function newImpact(cause: unknown): Impact | null {
  if (!(cause instanceof ApiProblem) || cause.code !== "impact_changed") return null;
  return (cause.members.impact as Impact | undefined) ?? null;
}
