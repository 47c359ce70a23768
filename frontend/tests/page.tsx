import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { createQueryClient } from "@/app/queryClient";
import { theme, themeVariables } from "@/app/theme";
import { firstLanguage, LanguageProvider } from "@/shared/i18n/LanguageProvider";

type Route = { path: string; element: ReactNode };

/** Renders pages as the app does. Returns the router, which tells the current page. */
export async function openAt(address: string, routes: Route[]) {
  const first = await firstLanguage();
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <MantineProvider theme={theme} cssVariablesResolver={themeVariables}>
      <LanguageProvider first={first}>
        <QueryClientProvider client={createQueryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>,
  );
  return router;
}
