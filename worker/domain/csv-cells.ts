/** Excel reads a file without it as Windows-1252. */
export const byteOrderMark = "\ufeff";

/**
 * One line of a CSV file: every cell quoted, CRLF at the end (RFC 4180). A cell that a spreadsheet
 * would run as a formula begins with one `'`, and so does one that begins with `'` by itself: whoever
 * reads the file back strips exactly one and has the text as it was (C-01).
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => `"${disarm(String(cell ?? "")).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

// Also behind quotes and blanks, which programs strip before they look, and in full width.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const formula = /^["\s\u0000]*[=+\-@\t\r\u0000\uff1d\uff0b\uff0d\uff20]/;

function disarm(text: string): string {
  return text.startsWith("'") || formula.test(text) ? `'${text}` : text;
}
