import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { type ComponentProps, useState } from "react";
import { RouterProvider } from "react-router/dom";
import { LanguageProvider } from "@/shared/i18n/LanguageProvider";
import { CacheProvider } from "./CacheProvider";
import { createRouter } from "./router";
import { theme, themeVariables } from "./theme";

const colorSchemes = localStorageColorSchemeManager({ key: "samaya.color-scheme" });

export function App({ firstLanguage }: { firstLanguage: ComponentProps<typeof LanguageProvider>["first"] }) {
  const [router] = useState(createRouter);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={themeVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
    >
      <LanguageProvider first={firstLanguage}>
        <CacheProvider>
          <RouterProvider router={router} />
        </CacheProvider>
      </LanguageProvider>
    </MantineProvider>
  );
}
