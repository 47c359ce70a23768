import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ComponentProps, useState } from "react";
import { RouterProvider } from "react-router/dom";
import { LanguageProvider } from "@/shared/i18n/LanguageProvider";
import { createQueryClient } from "./queryClient";
import { createRouter } from "./router";
import { theme, themeVariables } from "./theme";

const colorSchemes = localStorageColorSchemeManager({ key: "samaya.color-scheme" });

export function App({ firstLanguage }: { firstLanguage: ComponentProps<typeof LanguageProvider>["first"] }) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(createRouter);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={themeVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
    >
      <LanguageProvider first={firstLanguage}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  );
}
