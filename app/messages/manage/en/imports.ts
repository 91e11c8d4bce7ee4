import type { ImportView } from "../../../../worker/domain/imports/import-view";
import type { CellProblem, ProblemCode } from "../../../../worker/domain/imports/resolve-row";
import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");
const numbers = new Intl.NumberFormat("en");

type Counted = { count: number };
type Outcome = keyof ImportView["counts"];

const people = ({ count }: Counted) => plural(count, { one: "# person", other: "# people" });

/** What a column may be called on the page. */
const columns: Record<CellProblem["column"], string> = {
  email: "Email address",
  first_name: "First name",
  last_name: "Last name",
  name: "Full name",
  role: "Role",
  unit: "Unit",
  group: "Group",
  language: "Language",
  external_id: "External ID",
  message: "Message",
};

/** The error catalogue (F74): what is wrong, and how it is mended. */
const problems: Record<ProblemCode, { title: string; mend: string }> = {
  required: { title: "{column} is missing", mend: "Fill it in." },
  email_malformed: { title: "Not an email address", mend: "It should look like ana@example.com." },
  email_too_long: {
    title: "The address is too long",
    mend: "At most 64 characters before the @, and 254 in all.",
  },
  email_display_name: { title: "A name stands beside the address", mend: "Leave the address alone." },
  email_several: { title: "Several addresses in one cell", mend: "Give each person a row." },
  email_quoted: {
    title: "The address has quotation marks",
    mend: "The mail provider does not take them. Use another address.",
  },
  email_not_ascii: {
    title: "Letters that no mail reaches",
    mend: "Before the @ only a to z, digits and . _ - + can be used.",
  },
  email_control_characters: { title: "An invisible character in the address", mend: "Type it anew." },
  email_typo: { title: "Perhaps a slip of the pen", mend: "The mail goes to the address as it is written." },
  email_look_alike: {
    title: "The address mixes letters of several scripts",
    mend: "It may imitate another one. Look at each letter.",
  },
  name_too_long: { title: "{column} is too long", mend: "At most 100 characters." },
  name_link: { title: "A web address or an @ in the name", mend: "Take it out." },
  name_control_characters: {
    title: "A line break or an invisible character in the name",
    mend: "Type it anew.",
  },
  name_bidi_removed: {
    title: "Invisible marks in the name",
    mend: "They were taken out. Look whether the name reads well.",
  },
  role_unknown: { title: "Unknown role", mend: "Choose a role of this workspace." },
  role_not_here: { title: "Not a role of this workspace", mend: "Choose one that is." },
  role_above_yours: {
    title: "A role that may do more than yours",
    mend: "Choose another, or ask an administrator to import these rows.",
  },
  role_needs_confirmation: {
    title: "A role that does not come by file here",
    mend: "Confirm that it may come by this file, or choose another.",
  },
  one_role: { title: "Several roles", mend: "Here a person has one role. Leave one." },
  unit_unknown: { title: "Unknown unit", mend: "Choose a unit of this workspace." },
  unit_ambiguous: { title: "Several units have this name", mend: "Give the ID of the one you mean." },
  group_unknown: { title: "Unknown group", mend: "Choose a group of this workspace." },
  group_ambiguous: { title: "Several groups have this name", mend: "Give the ID of the one you mean." },
  group_outside_unit: {
    title: "The group belongs to another unit",
    mend: "Choose a group of the person’s unit, or change the unit.",
  },
  group_ignored: {
    title: "Unknown group",
    mend: "It is left out, and the person is invited without it.",
  },
  language_unknown: { title: "A language we do not write", mend: "Choose en, de, fr or es." },
  message_too_long: { title: "The message is too long", mend: "At most 1,000 characters." },
  message_control_characters: { title: "An invisible character in the message", mend: "Type it anew." },
  external_id_too_long: { title: "The external ID is too long", mend: "At most 200 characters." },
  surplus_cells: {
    title: "More cells than headings",
    mend: "What stands right of the last heading is dropped when you save the row.",
  },
  control_characters: { title: "An invisible character", mend: "Type it anew." },
  existing_above_yours: {
    title: "Somebody who may do more than you",
    mend: "You cannot change them by file either. Leave the row out, or ask an administrator.",
  },
  existing_names_right: {
    title: "{column}: you may not change it",
    mend: "This person is here already, and your key may not change names. Empty the cell, or leave the row out.",
  },
  existing_roles_right: {
    title: "You may not give members new roles",
    mend: "This person is here already. Empty the cell, or leave the row out.",
  },
  existing_invitation_right: {
    title: "You may not change invitations",
    mend: "This person is invited already. Leave the row out.",
  },
  existing_second_role: {
    title: "It would be a second role",
    mend: "Here a person has one role. Empty the cell, or change the role on the person’s page.",
  },
  existing_gone: {
    title: "Not here any more",
    mend: "They left, or their invitation ended, after the file was checked. Upload the row again to invite them.",
  },
};

/** Why rows are left out, or what became of them. */
const outcomes: Record<Outcome, string> = {
  staged: "Being checked",
  ready: "Ready",
  warning: "Ready, with a warning",
  update: "Will be changed",
  error: "Error",
  duplicate: "Address stands further up",
  already_member: "Already a member",
  already_invited: "Already invited",
  deactivated: "Deactivated member",
  excluded: "Left out by hand",
  invited: "Invited",
  updated: "Changed",
  canceled: "Canceled before it was their turn",
  undone: "Invitation taken back",
  kept_accepted: "Kept: has joined",
  kept_changed: "Kept: resent, edited, copied or ended since",
  kept_above: "Kept: invited to a role above yours",
  kept_updated: "Kept: was here before, and keeps what the file changed",
};

const outcomeHelp: Partial<Record<Outcome, string>> = {
  duplicate: "The first row with the address counts.",
  update: "They are here already and get what the file says, without a mail.",
  already_member: "Nothing changes for them.",
  already_invited: "They get no second mail. Resend from the list of people.",
  deactivated: "Reactivate them from the list of people instead.",
};

const statuses: Record<ImportView["status"], string> = {
  receiving: "Uploading",
  mapping: "Waits for you: columns",
  checking: "Rows are being checked",
  ready: "Waits for you: review",
  running: "Inviting",
  paused: "Paused",
  undoing: "Being taken back",
  done: "Done",
  canceled: "Canceled",
  undone: "Taken back",
  failed: "Not taken in",
};

/** What a change in the review is told by. */
interface ChangeTexts {
  count: number;
  line: number;
  title: string;
  column: string;
  find: string;
  replace: string;
}

const brief = (text: string) => (text.length > 30 ? `${text.slice(0, 30)} …` : text);

type Params = Readonly<Record<string, string | number | null | undefined>>;
const at = ({ line }: Params) => (line ? `Line ${line}: ` : "");

/** Why a file was refused, where, and how it is mended; the names are the error codes. */
const refusals: Readonly<Record<string, (params: Params) => string>> = {
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
  IMPORT_BUSY: () => "Two imports are at work in this workspace already. Wait until one of them has ended.",
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

export const imports = {
  title: "Imports",
  lead: "Invite many people from a file or a spreadsheet. Nothing is sent before you have seen what will happen.",
  importPeople: "Import people",
  back: "Back to imports",
  number: (count: number) => numbers.format(count),
  people,
  columns,
  ignored: "Not used",
  problems,
  outcomes,
  outcomeHelp,
  statuses,
  refusals,
  steps: {
    label: "Steps of the import",
    upload: "Upload",
    mapping: "Columns",
    review: "Review",
    confirm: "Confirm",
    progress: "Send",
    result: "Result",
    done: "done",
  },
  history: {
    emptyTitle: "Nothing was imported yet",
    empty: "Upload a CSV file or an Excel workbook, paste cells, or invite people one at a time.",
    choose: "Upload a file",
    paste: "Paste cells",
    inviteOne: "Invite one person",
    sample: "Download a template",
    caption: "Imports, newest first",
    file: "File",
    status: "State",
    rows: "Rows",
    by: "By",
    when: "When",
    digest: "SHA-256",
    rowsIn: ({ count }: Counted) => plural(count, { one: "# row", other: "# rows" }),
    invitedOf: ({ invited, rows }: { invited: number; rows: number }) =>
      `${numbers.format(invited)} of ${numbers.format(rows)} invited`,
    older: "Older imports",
    newest: "Newest",
  },
  upload: {
    title: "Import people",
    lead: "A line of headings, then a row for each person. Only the address is needed, unless your workspace asks for more.",
    file: "File",
    fileHint: "CSV, TSV or Excel (.xlsx, first sheet). At most 32 MB and 200,000 rows; 20,000 from Excel.",
    fileHintPlain: "CSV or TSV, at most 32 MB and 200,000 rows.",
    drop: "Drop a file here, or choose one",
    dropNow: "Drop it",
    encoding: "Letters of the file",
    encodings: {
      "": "Find out by itself",
      "utf-8": "UTF-8",
      "windows-1252": "Western European (Windows-1252)",
      "utf-16le": "UTF-16, little endian",
      "utf-16be": "UTF-16, big endian",
    },
    encodingHint: "Only if names look wrong otherwise.",
    send: "Upload the file",
    paste: "Paste cells",
    pasteLead: "Copy the cells in your spreadsheet, with the line of headings, and paste them here.",
    pasted: "Cells with headings",
    sendPasted: "Use these cells",
    template: "Download a template",
    templateHint: "A file to fill in, with the columns, roles, units and groups of this workspace.",
    nothing: "Choose a file first.",
    nothingPasted: "Paste some cells first.",
    reading: "Reading the workbook",
    uploading: ({ percent }: { percent: number }) => `Uploading: ${percent} %`,
    checking: "Uploaded. Rows are being read and checked.",
    refusedTitle: "This file cannot be taken in",
    pastedName: "pasted cells.tsv",
    more: "Options",
  },
  mapping: {
    title: "What is in the columns?",
    lead: ({ file }: { file: string }) =>
      `Say what each column of “${file}” holds. The next file with the same headings is read the same way.`,
    column: "Column of the file",
    samples: "Holds, for example",
    meaning: "Means",
    sure: { exact: "Sure", alias: "Known word", near: "Perhaps", none: "Not known" },
    unnamed: ({ number }: { number: number }) => `Column ${number}, without a heading`,
    nothingInIt: "Empty",
    notStored: "Not stored",
    dropped: "Passwords are never taken in.",
    later: "Known, but not used yet",
    ignore: "Do not use",
    meaningOf: ({ header }: { header: string }) => `What “${header}” means`,
    go: "Check the rows",
    twice: ({ target }: { target: string }) => `Two columns are “${target}”. Choose one of the two.`,
    noEmail: "Say which column holds the email addresses.",
  },
  review: {
    title: "Review",
    lead: ({ file, rows }: { file: string; rows: number }) =>
      `${file}: ${plural(rows, { one: "# row", other: "# rows" })}.`,
    readAs: ({ encoding, delimiter }: { encoding: string; delimiter: string }) =>
      `Read as ${encoding}, with ${delimiter} between cells.`,
    delimiters: { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" } as Readonly<
      Record<string, string>
    >,
    changeColumns: "Change columns",
    checkingTitle: "Rows are being checked",
    checkingLead: ({ done, total }: { done: string; total: string }) => `${done} of ${total}`,
    reload: "Load again to see how far it is",
    tabs: { all: "All", errors: "Errors", warnings: "Warnings", updates: "To change", skipped: "Skipped" },
    tabsLabel: "Rows to show",
    toMend: "What to mend",
    toMendLead: "One repair mends all rows with the same mistake.",
    toLookAt: "What to look at",
    toLookAtLead: "These rows go along as they are, unless you change them.",
    rowsOf: ({ count }: Counted) => plural(count, { one: "# row", other: "# rows" }),
    onlyLine: ({ line }: { line: number }) => `Line ${line}`,
    firstIn: ({ line }: { line: number }) => `the first in line ${line}`,
    perhaps: ({ suggestion }: { suggestion: string }) => `perhaps “${suggestion}”`,
    replaceBy: ({ what }: { what: string }) => `Put instead, for: ${what}`,
    replacePlain: "Put instead",
    choose: "Choose …",
    replace: ({ count }: Counted) => plural(count, { one: "Replace in # row", other: "Replace in # rows" }),
    takeSuggestions: ({ count }: Counted) =>
      plural(count, { one: "Use the suggestion", other: "Use # suggestions" }),
    exclude: ({ count }: Counted) => plural(count, { one: "Leave # row out", other: "Leave # rows out" }),
    confirmRoles: "These roles may come by this file",
    confirmRolesLead:
      "By the rules of this workspace these roles do not come by file. With your confirmation they do, for the whole import.",
    showRows: "Show the rows",
    oneGroup: ({ what }: { what: string }) => `Rows with: ${what}`,
    allRows: "Show all",
    rows: "Rows",
    gridHelp:
      "Type into a cell to change it. Enter saves and goes down, the arrow keys move between cells, Escape takes back what you typed, Ctrl+Z the last change.",
    line: "Line",
    state: "State",
    cell: ({ column, line }: { column: string; line: number }) => `${column}, line ${line}`,
    save: "Save",
    saveRow: ({ line }: { line: number }) => `Save line ${line}`,
    excludeRow: "Leave out",
    excludeRowOf: ({ line }: { line: number }) => `Leave out line ${line}`,
    includeRow: "Take in again",
    includeRowOf: ({ line }: { line: number }) => `Take in again line ${line}`,
    saving: "Saving",
    savedRow: ({ line, state }: { line: number; state: string }) => `Line ${line}: ${state}`,
    firstLine: ({ line }: { line: number }) => `The address stands in line ${line} already`,
    allowed: ({ values }: { values: string }) => `Allowed: ${values}.`,
    didYouMean: ({ suggestion }: { suggestion: string }) => `Did you mean ${suggestion}?`,
    takeSuggestion: ({ suggestion }: { suggestion: string }) => `Use ${suggestion}`,
    none: {
      all: "The file has no rows.",
      errors: "No errors. Every row can go along.",
      warnings: "No warnings.",
      updates: "Nobody who is here already is changed.",
      skipped: "No row is skipped.",
    },
    next: "More rows",
    first: "First rows",
    find: {
      open: "Find and replace in a column",
      column: "Column",
      named: ({ header, label }: { header: string; label: string }) => `${header} (${label})`,
      find: "Find",
      replace: "Replace with",
      wholeCell: "Whole cells only",
      wholeCellAbout: "With nothing to find, empty cells are filled.",
      matchCase: "Match case",
      preview: "Show what changes",
      none: "No cell of this column would change.",
      changes: ({ count }: Counted) => plural(count, { one: "# cell changes", other: "# cells change" }),
      before: "Before",
      after: "After",
      empty: "(empty)",
      go: ({ count }: Counted) => plural(count, { one: "Replace in # cell", other: "Replace in # cells" }),
      done: ({ count }: Counted) =>
        plural(count, { one: "Replaced in # cell", other: "Replaced in # cells" }),
    },
    undo: {
      button: ({ what }: { what: string }) => `Undo: ${what}`,
      done: "The last change is taken back",
      changes: {
        correct: ({ line }: ChangeTexts) => `line ${line} corrected`,
        exclude: ({ line }: ChangeTexts) => `line ${line} left out`,
        include: ({ line }: ChangeTexts) => `line ${line} taken in again`,
        repair: ({ count, title }: ChangeTexts) =>
          `${plural(count, { one: "# row mended", other: "# rows mended" })} (${title})`,
        exclude_group: ({ count, title }: ChangeTexts) =>
          `${plural(count, { one: "# row left out", other: "# rows left out" })}${title && ` (${title})`}`,
        replace: ({ count, column, find, replace }: ChangeTexts) =>
          `“${brief(find)}” replaced by “${brief(replace)}” in ${plural(count, { one: "# cell", other: "# cells" })} of ${column}`,
      },
    },
    go: ({ count }: Counted) => plural(count, { one: "Go on with # person", other: "Go on with # people" }),
    nobody: "No row can be invited yet. Mend some first.",
    left: ({ count }: Counted) =>
      plural(count, {
        one: "# row with an error stays behind. You can download it afterwards.",
        other: "# rows with errors stay behind. You can download them afterwards.",
      }),
    guessedTitle: "Do these letters look right?",
    guessed: "The file does not say how its letters are written. It was read as Windows-1252:",
    guessedAgain: "If they look wrong, upload it again and say how it was saved.",
    uploadAgain: "Upload again",
    notices: {
      ignored: ({ columns: names }: { columns: string }) => `Not used: ${names}.`,
      later: ({ columns: names }: { columns: string }) => `Known, but not used yet: ${names}.`,
      dropped: ({ columns: names }: { columns: string }) =>
        `Not stored, because it holds passwords: ${names}.`,
    },
    checkedAgain: ({ errors }: { errors: number }) =>
      errors === 0
        ? "Checked again: no errors are left"
        : `Checked again: ${plural(errors, { one: "# row has an error", other: "# rows have errors" })}`,
    give: "Cancel this import",
  },
  existing: {
    title: "People who are here already",
    lead: "Say what the file does with members, and with people who are invited. Their rows are checked again, and nothing is changed before you confirm.",
    fixed: "In this workspace they count as failed rows, and nothing of theirs is changed.",
    legend: "With people who are here already",
    modes: {
      skip: "Leave them as they are",
      fail: "Leave them as they are, and count them as failed rows",
      add_groups: "Add them to the units and groups of their row",
      update_empty: "Also fill in what is empty",
      overwrite: "Also take over what the file says",
    },
    modeHelp: {
      skip: "The rest of the file is invited.",
      fail: "You can download these rows afterwards.",
      add_groups: "Nobody leaves a unit or a group.",
      update_empty: "Names and external ID, where they have none yet.",
      overwrite:
        "Names and external ID are replaced, roles are added. Empty cells change nothing, and no role is taken away.",
    },
    submit: "Check these rows again",
    back: "Back to the review",
    changes: "What changes",
    now: {
      skip: "People who are here already are left as they are.",
      fail: "People who are here already count as failed rows.",
      add_groups: "People who are here already are added to the units and groups of their row.",
      update_empty: "People who are here already get units, groups and what they lack.",
      overwrite: "People who are here already become what the file says.",
    },
    choose: "Choose otherwise",
  },
  confirm: {
    title: "Confirm",
    lead: "This is what will happen. Nothing has been sent yet.",
    consequence: "What will happen",
    invite: "Will be invited",
    update: "Will be changed",
    updateHelp: "They are here already and get what the review shows, without a mail.",
    warned: "of these, with a warning",
    mails: "Mails to send",
    mailsNow: ({ count }: Counted) =>
      plural(count, { one: "#, if you send now", other: "#, if you send now" }),
    reminders: "Reminders",
    remindersOf: ({ count }: Counted) =>
      plural(count, { one: "up to # to whoever has not joined", other: "up to # to whoever has not joined" }),
    skipped: "Skipped",
    mail: "The mail",
    errors: "Left behind with errors",
    errorsHelp: "You can download these rows and upload them again when they are mended.",
    message: "Message",
    messageHint: "Stands in every mail whose row has no message of its own. Plain text, no links.",
    language: "Language",
    languageHint: "Of the mails to people whose row names none.",
    letters: "The letters look right",
    send: ({ count }: Counted) => plural(count, { one: "Send # invitation", other: "Send # invitations" }),
    sendAndChange: ({ count, updates }: Counted & { updates: number }) =>
      `${plural(count, { one: "Send # invitation", other: "Send # invitations" })}, change ${people({ count: updates })}`,
    change: ({ count }: Counted) => plural(count, { one: "Change # person", other: "Change # people" }),
    prepare: ({ count }: Counted) =>
      plural(count, { one: "Prepare # without sending", other: "Prepare # without sending" }),
    prepareHelp: "Prepared invitations wait in the list of people until you send them.",
    back: "Back to the review",
  },
  progress: {
    title: "Sending",
    titles: {
      receiving: "Uploading",
      running: "Inviting",
      paused: "Paused",
      undoing: "Taking back",
    } as Readonly<Record<string, string>>,
    bar: "Progress",
    count: ({ done, total }: { done: string; total: string }) => `${done} of ${total} people`,
    rate: ({ rows }: { rows: string }) => `${rows} rows a second`,
    left: {
      seconds: ({ count }: Counted) =>
        plural(count, { one: "about # second left", other: "about # seconds left" }),
      minutes: ({ count }: Counted) =>
        plural(count, { one: "about # minute left", other: "about # minutes left" }),
    },
    leave: "You can leave this page; it goes on by itself.",
    pause: "Pause",
    resume: "Go on",
    cancelRest: "Cancel the rest …",
    paused: "Nobody is invited until you go on. What was done stays.",
    lateUpload: "The file is still coming in, from another window.",
    looksAgain: "This page loads itself again every few seconds.",
  },
  result: {
    titles: {
      done: "Import done",
      canceled: "Import canceled",
      undone: "Import taken back",
      failed: "Not taken in",
      undoing: "Taking back",
    } as Readonly<Record<string, string>>,
    invited: ({ count }: Counted) =>
      plural(count, { one: "# person is invited", other: "# people are invited" }),
    prepared: ({ count }: Counted) =>
      plural(count, { one: "# invitation is prepared", other: "# invitations are prepared" }),
    nobody: "Nobody was invited",
    updated: ({ count }: Counted) =>
      plural(count, { one: "# person was changed", other: "# people were changed" }),
    updatedTitle: "Who was changed",
    updatedLead: ({ count }: Counted) => plural(count, { one: "The first row.", other: "The first # rows." }),
    undone: ({ count }: Counted) =>
      plural(count, { one: "# invitation was taken back", other: "# invitations were taken back" }),
    kept: ({ count }: Counted) => plural(count, { one: "# was kept", other: "# were kept" }),
    mailsLeave: "The mails are leaving now.",
    whatBecame: "What became of the rows",
    toPeople: "Show these people",
    failedTitle: ({ count }: Counted) =>
      plural(count, { one: "# row was not imported", other: "# rows were not imported" }),
    failedLead:
      "Download them as a file with your own columns and one more that says why. Mend it and upload it as it is: nobody who is invited already gets a second mail.",
    download: "Download failed rows",
    uploadMended: "Upload the mended file",
    again: "Import another file",
    undo: "Take this import back …",
    undoTitle: "Take it back",
    undoLead: "Invitations that nobody has touched are withdrawn. Whoever has joined stays.",
    undoKeeps: "What the file changed of people who were here stays as it is.",
    keptTitle: "What was kept, and why",
    keptLead: ({ count }: Counted) => plural(count, { one: "The first row.", other: "The first # rows." }),
    file: "File",
    digest: "SHA-256 of the file",
    by: "Imported by",
    size: "Size",
    none: "No row was read.",
  },
  cancel: {
    title: "Cancel the rest of this import?",
    titleBefore: "Cancel this import?",
    lead: ({ done, left }: { done: string; left: string }) =>
      `${done} are invited and stay invited. ${left} will not be.`,
    leadBefore: "Nobody has been invited yet, and nobody will be. The file stays in the history.",
    submit: "Cancel the rest",
    submitBefore: "Cancel the import",
    keep: "Go on importing",
    keepBefore: "Back to the import",
  },
  undo: {
    title: "Take this import back?",
    lead: ({ count }: Counted) =>
      plural(count, {
        one: "# invitation came from this file.",
        other: "# invitations came from this file.",
      }),
    points: [
      "Invitations that nobody has touched are withdrawn: their links stop working, and mails that have not left yet stay here.",
      "Whoever has joined meanwhile stays a member.",
      "Invitations that were resent, edited, copied or ended since are kept.",
      "People who were here before keep what the file changed of them.",
    ],
    after: "Afterwards the page says what was kept and why.",
    submit: "Take it back",
    keep: "Leave it as it is",
  },
} as const;
