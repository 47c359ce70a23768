import type { ComponentType } from "react";
import type { RouteObject } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";

type StaffPage = { index?: true; path?: string; Component: ComponentType };

/**
 * Renders a page again when another language is chosen, because `staffWords` reads the language while the page renders.
 * What was typed into the page stays.
 */
export function staffPages(pages: StaffPage[]): RouteObject[] {
  return pages.map(({ index, path, Component: Page }) => {
    const Component = () => {
      useLanguage();
      return <Page />;
    };
    return index ? { index, Component } : { ...(path ? { path } : {}), Component };
  });
}
