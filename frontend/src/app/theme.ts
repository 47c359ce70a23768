import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  mergeThemeOverrides,
  type VariantColorsResolver,
} from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { createElement } from "react";
import type { Colours } from "@/shared/studio/studio";

const LAGOON: MantineColorsTuple = [
  "#eaf6f5",
  "#d5ebea",
  "#a9d6d5",
  "#7fc1c1",
  "#5fb0b1",
  "#3c9699",
  "#278085",
  "#14656b",
  "#0f5459",
  "#0a4045",
];
const saffron: MantineColorsTuple = [
  "#fff6e3",
  "#fdeac6",
  "#f9d690",
  "#f5c25c",
  "#f0b23e",
  "#dd9a1c",
  "#b97a0c",
  "#8a5a06",
  "#6b4505",
  "#4a3003",
];
const gray: MantineColorsTuple = [
  "#faf7f2",
  "#f3eee6",
  "#e8e1d6",
  "#d9d0c2",
  "#c2b8a8",
  "#948a7d",
  "#776e63",
  "#5f574e",
  "#443e37",
  "#2a2622",
];
const dark: MantineColorsTuple = [
  "#ece7df",
  "#cfc8bd",
  "#aea69b",
  "#857d73",
  "#4d4842",
  "#3a3631",
  "#2b2825",
  "#201e1b",
  "#171614",
  "#0f0e0d",
];

const TEXT_FONT = '"Figtree Variable", "Noto Sans Devanagari Variable", system-ui, sans-serif';
const TITLE_FONT = '"Lora Variable", "Noto Sans Devanagari Variable", Georgia, serif';

/** Mantine sets the text colour of filled buttons for one theme only; `--on-accent` sets it for each theme. */
const variantColors: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  const filled = input.variant === "filled" && (input.color ?? "lagoon") === "lagoon";
  return filled ? { ...colours, color: "var(--on-accent)" } : colours;
};

/** Five sizes of type: 14, 16, 20, 26 px and the page title, which grows with the window. */
const BASE = createTheme({
  colors: { lagoon: LAGOON, saffron, gray, dark },
  variantColorResolver: variantColors,
  primaryColor: "lagoon",
  primaryShade: { light: 7, dark: 4 },
  black: "#25221d",
  white: "#fffdf9",
  fontFamily: TEXT_FONT,
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, monospace",
  defaultRadius: "md",
  radius: { xs: "0.25rem", sm: "0.375rem", md: "0.625rem", lg: "1rem", xl: "1.5rem" },
  fontSizes: { xs: "0.875rem", sm: "0.875rem", md: "1rem", lg: "1.25rem", xl: "1.25rem" },
  headings: {
    fontFamily: TITLE_FONT,
    fontWeight: "500",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "clamp(1.875rem, 1.4rem + 1.9vw, 2.5rem)", lineHeight: "1.16" },
      h2: { fontSize: "1.625rem", lineHeight: "1.25" },
      h3: { fontSize: "1.25rem", lineHeight: "1.3" },
      h4: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
  components: {
    Anchor: { defaultProps: { underline: "always" } },
    Textarea: { defaultProps: { dir: "auto" } },
    TextInput: { defaultProps: { dir: "auto" } },
    NativeSelect: {
      defaultProps: { rightSection: createElement(IconChevronDown, { size: 18, "aria-hidden": true }) },
    },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
});

/** The theme in the studio's colours, or in Samaya's own. "lagoon" is the name of the accent, whatever its hue. */
export function themeOf(colours: Colours | null): MantineThemeOverride {
  if (!colours) return BASE;
  return mergeThemeOverrides(BASE, {
    colors: { lagoon: colours.shades as readonly string[] as MantineColorsTuple },
  });
}

export const variablesOf =
  (colours: Colours | null): CSSVariablesResolver =>
  () => {
    const { variables, light, dark } = OWN_VARIABLES;
    const accents = (theme: Colours["light"]) => ({
      "--accent": theme.accent,
      "--on-accent": theme.on_accent,
      "--accent-soft": theme.accent_soft,
    });
    return colours
      ? {
          variables,
          light: { ...light, ...accents(colours.light) },
          dark: { ...dark, ...accents(colours.dark) },
        }
      : OWN_VARIABLES;
  };

const OWN_VARIABLES: ReturnType<CSSVariablesResolver> = {
  variables: {
    "--page-width": "72rem",
    "--text-width": "42rem",
    "--touch": "2.75rem",
    "--motion": "170ms cubic-bezier(0.2, 0, 0, 1)",
  },
  light: {
    "--mantine-color-body": gray[0],
    "--mantine-color-dimmed": gray[7],
    "--mantine-color-placeholder": gray[6],
    "--mantine-color-error": "#a8322a",
    "--surface": "#fffdf9",
    "--surface-sunken": gray[1],
    "--line": gray[2],
    "--line-strong": gray[5],
    "--ink": "#25221d",
    "--ink-soft": gray[7],
    "--accent": LAGOON[7],
    "--on-accent": "#fffdf9",
    "--accent-soft": LAGOON[0],
    "--highlight": saffron[4],
    "--good": "#1f6a3c",
    "--good-soft": "#e5f2e6",
    "--warn": "#7d5106",
    "--warn-soft": "#fdf0d3",
    "--bad": "#a8322a",
    "--bad-soft": "#fbe9e5",
    "--plum": "#7b3f6e",
    "--plum-soft": "#f6e9f2",
    "--shadow-rest": "0 1px 2px rgb(60 45 20 / 6%)",
    "--shadow-lift": "0 10px 30px -12px rgb(60 45 20 / 26%)",
  },
  dark: {
    "--mantine-color-body": dark[8],
    "--mantine-color-dimmed": dark[2],
    "--mantine-color-placeholder": dark[2],
    "--mantine-color-error": "#f3a096",
    "--mantine-color-default": dark[7],
    "--surface": dark[7],
    "--surface-sunken": "#1b1a17",
    "--line": "#35312d",
    "--line-strong": dark[3],
    "--ink": dark[0],
    "--ink-soft": dark[2],
    "--accent": LAGOON[3],
    "--on-accent": dark[9],
    "--accent-soft": "#15302f",
    "--highlight": saffron[4],
    "--good": "#8fd0a0",
    "--good-soft": "#1b2f20",
    "--warn": "#eec06a",
    "--warn-soft": "#33280f",
    "--bad": "#f3a096",
    "--bad-soft": "#3a1f1b",
    "--plum": "#dfa6cf",
    "--plum-soft": "#331f2d",
    "--shadow-rest": "none",
    "--shadow-lift": "0 10px 30px -12px rgb(0 0 0 / 70%)",
  },
};
