import type { ComponentType } from "react";
import type { RouteObject } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";

type StaffPage = {
  index?: true;
  path?: string;
  lazy: () => Promise<{ Component: ComponentType }>;
};

/**
 * Renders a page again when another language is chosen, because `staffWords` reads the language while the page renders.
 * What was typed into the page stays.
 */
export function staffPages(pages: StaffPage[]): RouteObject[] {
  return pages.map(({ index, path, lazy }) => {
    const translated = async () => {
      const { Component: Page } = await lazy();
      const Component = () => {
        useLanguage();
        return <Page />;
      };
      return { Component };
    };
    return index ? { index, lazy: translated } : { ...(path ? { path } : {}), lazy: translated };
  });
}
