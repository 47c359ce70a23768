import { useSyncExternalStore } from "react";
import type { components } from "@/shared/api/main";

type Schemas = components["schemas"];
type Text = "about" | "terms" | "privacy";
/** What every page knows of the studio. Its long texts have pages of their own. */
export type Studio = Omit<Schemas["StudioOut"], Text | `${Text}_html` | "embed_origins">;
export type Colours = Schemas["Colours"];

/** For a page that was served without the facts, by the development server or in a test. */
const UNKNOWN: Studio = {
  name: "Samaya",
  heading: null,
  logo: null,
  picture: null,
  colour: null,
  colours: null,
  contact_email: null,
  contact_phone: null,
  address: "",
  default_currency: "EUR",
  default_time_zone: "UTC",
  languages: ["en", "hi"],
  review_above_cents: null,
  google_sign_in: false,
  takes_payments: true,
  phone_example: null,
  pages: [],
};

/** The studio's facts. The server puts them into the page, so that nothing changes after the first paint. */
class StudioStore {
  private facts: Studio;
  private readonly listeners = new Set<() => void>();

  constructor() {
    const served = document.getElementById("studio")?.textContent;
    this.facts = served ? (JSON.parse(served) as Studio) : UNKNOWN;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Studio => this.facts;

  /** Shows changed settings on every page at once. */
  replace(facts: Studio): void {
    this.facts = facts;
    for (const listener of this.listeners) listener();
  }
}

export const studio = new StudioStore();

export function useStudio(): Studio {
  return useSyncExternalStore(studio.subscribe, studio.snapshot);
}

/** Where to write to the studio, or else to call it. */
export function contactLink({ contact_email: email, contact_phone: phone }: Studio): string | null {
  return email ? `mailto:${email}` : phone ? `tel:${phone}` : null;
}
