import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import {
  type Location,
  MemoryRouter,
  type RouteObject,
  useLocation,
  useNavigate,
  useRoutes,
} from "react-router";
import { CacheProvider } from "@/app/CacheProvider";
import { themeOf, variablesOf } from "@/app/theme";
import { firstLanguage, LanguageProvider } from "@/shared/i18n/LanguageProvider";

type Opened = { state: { location: Location }; navigate: ReturnType<typeof useNavigate> };

/** Renders pages as the app does. Returns the current location and a way to another. */
export async function openAt(address: string, routes: RouteObject[]): Promise<Opened> {
  const first = await firstLanguage();
  const opened = {} as Opened;
  const Pages = () => {
    opened.state = { location: useLocation() };
    opened.navigate = useNavigate();
    return useRoutes(routes);
  };
  render(
    <MantineProvider env="test" theme={themeOf(null)} cssVariablesResolver={variablesOf(null)}>
      <LanguageProvider first={first}>
        <CacheProvider>
          <MemoryRouter initialEntries={[address]} useTransitions={false}>
            <Pages />
          </MemoryRouter>
        </CacheProvider>
      </LanguageProvider>
    </MantineProvider>,
  );
  return opened;
}

/** Finds when a session is. Its clock times are in an element of their own, so that they are not broken. */
export const time = (text: string) => (_: string, element: Element | null) =>
  element?.tagName === "TIME" && element.textContent.replaceAll(/\s+/g, " ") === text;
