import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import type { QueryClient } from "@tanstack/react-query";
import { type ComponentProps, useMemo } from "react";
import { BrowserRouter } from "react-router";
import { LanguageProvider } from "@/shared/i18n/LanguageProvider";
import { useStudio } from "@/shared/studio/studio";
import { CacheProvider } from "./CacheProvider";
import { Pages } from "./router";
import { themeOf, variablesOf } from "./theme";

const colorSchemes = localStorageColorSchemeManager({ key: "samaya.color-scheme" });

type AppProps = { firstLanguage: ComponentProps<typeof LanguageProvider>["first"]; queryClient: QueryClient };

export function App({ firstLanguage, queryClient }: AppProps) {
  const { colours } = useStudio();
  const theme = useMemo(() => themeOf(colours), [colours]);
  const themeVariables = useMemo(() => variablesOf(colours), [colours]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={themeVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
    >
      <LanguageProvider first={firstLanguage}>
        <CacheProvider client={queryClient}>
          <BrowserRouter useTransitions={false}>
            <Pages />
          </BrowserRouter>
        </CacheProvider>
      </LanguageProvider>
    </MantineProvider>
  );
}
