const numbers = new Intl.NumberFormat("en");

type Params = Readonly<Record<string, string | number | null | undefined>>;
const at = ({ line }: Params) => (line ? `Line ${line}: ` : "");

/** Why a file was refused, where, and how it is mended; the names are the error codes. */
export const refusals: Readonly<Record<string, (params: Params) => string>> = {
  FILE_EMPTY: () =>
    "There is nobody in this file. It needs a line of headings, and below it a row for each person.",
  FILE_BINARY: () => "This is no text file. Save the table as CSV (UTF-8), or as .xlsx, and upload that.",
  FILE_TOO_LARGE: () => "The file is larger than 32 MB. Split it and upload the parts one after another.",
  TOO_MANY_ROWS: ({ limit }) =>
    `The file has more than ${numbers.format(Number(limit ?? 200_000))} rows. Split it and upload the parts one after another.`,
  TOO_MANY_COLUMNS: (params) =>
    `${at(params)}there are ${params.found ?? "more than 100"} columns, and at most 100 fit. Take out those that are not needed.`,
  CELL_TOO_LONG: (params) => `${at(params)}a cell has more than 10,000 characters. Shorten it.`,
  ROW_TOO_LARGE: (params) =>
    `${at(params)}the row has more than 100,000 characters. Shorten its cells, or take out columns.`,
  ROW_TOO_LONG: (params) =>
    `${at(params)}most rows have more cells than there are headings. Put cells that hold a comma or semicolon in quotation marks, and give every column a heading.`,
  DUPLICATE_HEADER: (params) =>
    params.header
      ? `Two columns are called “${params.header}”. Rename one of them, or take it out.`
      : "Two columns have the same heading. Rename one of them, or take it out.",
  QUOTE_UNCLOSED: (params) =>
    `${at(params)}a quotation mark opens a cell and none closes it. Close or remove it; inside a quoted cell a quotation mark is written twice.`,
  NO_EMAIL_COLUMN: ({ found }) =>
    `No column holds the email addresses. Call one of them “email” in the first line.${found ? ` Found: ${found}.` : ""}`,
  IMPORT_BUSY: () => "Two imports are at work in this ‹workspace› already. Wait until one of them has ended.",
  IMPORT_STATE: () => "Rows are being checked, or this import has moved on. Look at how it is now.",
  IMPORT_EMPTY: () => "No row of this import can be invited. Mend some rows first.",
  DRY_RUN: () => "This import was a trial run of a program: it reports and invites nobody.",
  ENCODING_UNCONFIRMED: () => "Say that the letters below look right before you send.",
  UPLOAD_BROKEN: () => "The upload broke off. Nothing was taken in; send the file again.",
  RIGHT_LOST: () => "Stopped: whoever started it may no longer invite. What was done before stays.",
  BODY_TOO_LARGE: () => "That is more than fits in this box. Save it as a file and upload that.",
  SHEET_TOO_LONG: ({ limit }) =>
    `The sheet has more than ${numbers.format(Number(limit))} rows. Save it as CSV (UTF-8) and upload that.`,
  SHEET_UNREADABLE: () => "This workbook cannot be read here. Save the sheet as CSV (UTF-8) and upload that.",
};
