/** What the buttons above a description do, in their order. */
export const MARKS = ["bold", "italic", "heading", "list", "numbers", "link"] as const;
export type Mark = (typeof MARKS)[number];
type Marked = { text: string; start: number; end: number };

const AROUND: Partial<Record<Mark, string>> = { bold: "**", italic: "*" };
const BEFORE: Partial<Record<Mark, (line: number) => string>> = {
  heading: () => "## ",
  list: () => "- ",
  numbers: (line) => `${line + 1}. `,
};
const LINE_MARK = /^(#{1,6} |- |\d+\. )/;

/** The text with a mark at the selection, and what is selected then. Used again, it removes the mark. */
export function marked(mark: Mark, text: string, start: number, end: number): Marked {
  const around = AROUND[mark];
  if (around) return inline(text, start, end, around);
  const before = BEFORE[mark];
  return before ? lines(text, start, end, before) : link(text, start, end);
}

function inline(text: string, start: number, end: number, sign: string): Marked {
  const outside = [text.slice(start - sign.length, start), text.slice(end, end + sign.length)];
  if (start >= sign.length && outside.every((part) => part === sign)) {
    const without =
      text.slice(0, start - sign.length) + text.slice(start, end) + text.slice(end + sign.length);
    return { text: without, start: start - sign.length, end: end - sign.length };
  }
  const changed = text.slice(0, start) + sign + text.slice(start, end) + sign + text.slice(end);
  return { text: changed, start: start + sign.length, end: end + sign.length };
}

function lines(text: string, start: number, end: number, sign: (line: number) => string): Marked {
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const found = text.indexOf("\n", end);
  const last = found === -1 ? text.length : found;
  const chosen = text.slice(first, last).split("\n");
  const all = chosen.every((line, index) => line.startsWith(sign(index)));
  const changed = chosen
    .map((line, index) => (all ? "" : sign(index)) + line.replace(LINE_MARK, ""))
    .join("\n");
  return {
    text: text.slice(0, first) + changed + text.slice(last),
    start: first,
    end: first + changed.length,
  };
}

function link(text: string, start: number, end: number): Marked {
  const address = "https://";
  const words = text.slice(start, end);
  const changed = `${text.slice(0, start)}[${words}](${address})${text.slice(end)}`;
  const at = start + words.length + 3;
  return words === ""
    ? { text: changed, start: start + 1, end: start + 1 }
    : { text: changed, start: at, end: at + address.length };
}
