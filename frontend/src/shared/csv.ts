/** The mark by which spreadsheets read a file as UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";
/** What a spreadsheet could run as a formula, after blanks or after a character at which some split a cell. */
const FORMULA = /(^|[;\t\r\n])([\s\p{C}\p{M}\u115f\u1160\u3164\uffa0\u2800]*)(?=[=+\-@|%＝＋－＠])/gu;

/** Rows as a CSV file for people. Every cell is quoted, and none is a formula. */
export function csvFile(rows: readonly (readonly string[])[]): Blob {
  const lines = rows.map((cells) =>
    cells.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(","),
  );
  return new Blob([BYTE_ORDER_MARK, lines.map((line) => `${line}\r\n`).join("")], {
    type: "text/csv;charset=utf-8",
  });
}

export function safeCell(text: string): string {
  return text.replace(FORMULA, "$1$2'");
}
