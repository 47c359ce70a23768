/** The same as in main_app/studio/colours.py, which decides. */
const READABLE = 4.5;
const LIGHT_PAGE = "#faf7f2";

export const isColour = (text: string | null): text is string => /^#[0-9a-f]{6}$/i.test(text ?? "");

/** Whether links in this colour can be read on the light page. */
export const isReadable = (colour: string): boolean =>
  (luminance(LIGHT_PAGE) + 0.05) / (luminance(colour) + 0.05) >= READABLE;

/** WCAG's relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
