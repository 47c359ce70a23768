import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { createMemoryRouter, type RouteObject, RouterProvider } from "react-router";
import { CacheProvider } from "@/app/CacheProvider";
import { themeOf, variablesOf } from "@/app/theme";
import { firstLanguage, LanguageProvider } from "@/shared/i18n/LanguageProvider";

/** Renders pages as the app does. Returns the router, which tells the current page. */
export async function openAt(address: string, routes: RouteObject[]) {
  const first = await firstLanguage();
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <MantineProvider env="test" theme={themeOf(null)} cssVariablesResolver={variablesOf(null)}>
      <LanguageProvider first={first}>
        <CacheProvider>
          <RouterProvider router={router} />
        </CacheProvider>
      </LanguageProvider>
    </MantineProvider>,
  );
  return router;
}
