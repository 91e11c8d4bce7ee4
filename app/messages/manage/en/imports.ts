import { pluralsOf } from "../../plural";
import { outcomeHelp, outcomes, statuses } from "./import-outcomes";
import { columns, problems } from "./import-problems";
import { refusals } from "./import-refusals";

const plural = pluralsOf("en");
const numbers = new Intl.NumberFormat("en");

type Counted = { count: number };

const people = ({ count }: Counted) => plural(count, { one: "# person", other: "# people" });

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

export const imports = {
  title: "Imports",
  lead: "Invite many people from a file or a spreadsheet. Nothing is sent before you have seen what will happen.",
  importPeople: "‹import_people›",
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
    setUpOf: ({ setUp, rows }: { setUp: number; rows: number }) =>
      `${numbers.format(setUp)} of ${numbers.format(rows)} set up`,
    older: "Older imports",
    newest: "Newest",
  },
  upload: {
    title: "‹import_people›",
    limits: "Limits and sizes",
    lead: "A line of headings, then a row for each person. Only the address is needed, unless your ‹workspace› asks for more.",
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
    templateHint:
      "A file to fill in, with the columns, roles, ‹units›, ‹groups›, ‹courses› and ‹sessions› that you can use.",
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
    later: "Known, but not used here",
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
    empty: ({ count }: Counted) =>
      plural(count, { one: "Empty # cell", other: "Empty these cells in # rows" }),
    createGroup: ({ name }: { name: string }) => `Create “${name}”`,
    createBelow: ({ name }: { name: string }) => `Where “${name}” is to stand`,
    createAtTop: "at the top",
    createdGroup: ({ name }: { name: string }) => `The ‹group› “${name}” is made`,
    below: ({ name }: { name: string }) => `below ${name}`,
    exclude: ({ count }: Counted) => plural(count, { one: "Leave # row out", other: "Leave # rows out" }),
    confirmRoles: "These roles may come by this file",
    confirmRolesLead:
      "By the rules of this ‹workspace› these roles do not come by file. With your confirmation they do, for the whole import.",
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
      later: ({ columns: names }: { columns: string }) => `Known, but not used here: ${names}.`,
      usualPlace: ({ name }: { name: string }) =>
        `You invite into your part: rows that name no ‹unit› or ‹group› go to ${name}.`,
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
    fixed: "In this ‹workspace› they count as failed rows, and nothing of theirs is changed.",
    legend: "With people who are here already",
    modes: {
      skip: "Leave them as they are",
      fail: "Leave them as they are, and count them as failed rows",
      add_groups: "Add them to what their row names: ‹units›, ‹groups›, ‹courses› and labels",
      update_empty: "Also fill in what is empty",
      overwrite: "Also take over what the file says",
    },
    modeHelp: {
      skip: "The rest of the file is invited.",
      fail: "You can download these rows afterwards.",
      add_groups: "Nobody leaves ‹a unit›, ‹a group› or ‹a course›.",
      update_empty: "Names, external ID, last day of access and your own fields, where they have none yet.",
      overwrite:
        "Names, external ID, last day of access and your own fields are replaced, roles are added. Empty cells change nothing, and no role is taken away.",
    },
    submit: "Check these rows again",
    back: "Back to the review",
    changes: "What changes",
    now: {
      skip: "People who are here already are left as they are.",
      fail: "People who are here already count as failed rows.",
      add_groups:
        "People who are here already are added to the ‹units›, ‹groups›, ‹courses› and labels of their row.",
      update_empty:
        "People who are here already get the ‹units›, ‹groups›, ‹courses› and labels of their row, and what they lack.",
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
    newGroups: "New ‹groups›",
    withoutAddress: "of these, without an address",
    withoutAddressHelp: "Nobody can be invited without one: these rows end as failed rows.",
    withoutAddressSetUp:
      "Nobody can be invited without one: sent, these rows end as failed rows. Set up, they sign in with their username and a card.",
    mails: "Mails to send",
    mailsNow: ({ count }: Counted) =>
      plural(count, { one: "#, if you send now", other: "#, if you send now" }),
    seats: "Seats left",
    seatsLeft: ({ left, seats }: { left: number; seats: number }) => `${left} of ${seats}`,
    seatsHeld: "Each invitation holds one until it ends. Rows that find none end as failed rows.",
    seatsLater: "No seat is taken until people join.",
    reminders: "Reminders",
    remindersOf: ({ count }: Counted) =>
      plural(count, { one: "up to # to whoever has not joined", other: "up to # to whoever has not joined" }),
    skipped: "Skipped",
    mail: "The mail",
    alsoTaken: "Taken from the file besides the address",
    errors: "Left behind with errors",
    errorsHelp: "You can download these rows and upload them again when they are mended.",
    message: "Message",
    messageHint: "Stands in every mail whose row has no message of its own. Plain text, no links.",
    language: "Language",
    languageHint: "Of the mails to people whose row names none.",
    languageOfPlaces: "That of their ‹unit› or ‹group›, or of the ‹workspace›",
    letters: "The letters look right",
    send: ({ count }: Counted) => plural(count, { one: "Send # invitation", other: "Send # invitations" }),
    sendAndChange: ({ count, updates }: Counted & { updates: number }) =>
      `${plural(count, { one: "Send # invitation", other: "Send # invitations" })}, change ${people({ count: updates })}`,
    change: ({ count }: Counted) => plural(count, { one: "Change # person", other: "Change # people" }),
    prepare: ({ count }: Counted) =>
      plural(count, { one: "Prepare # without sending", other: "Prepare # without sending" }),
    prepareHelp: "Prepared invitations wait in the list of people until you send them.",
    setUp: ({ count }: Counted) =>
      plural(count, { one: "Set # up without an invitation", other: "Set # up without an invitation" }),
    setUpHelp:
      "Whoever is set up is a member at once. New accounts get a mail with a link to set a password; the message and reminders are for invitations. Taking the import back leaves them here.",
    setUpHelpChosen:
      "Whoever is set up is a member at once, and new accounts get the mail that is chosen above; the message and reminders are for invitations. Taking the import back leaves them here.",
    ways: "Whoever is set up",
    waysHint: "For new accounts. Whoever has one keeps its password.",
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
    setUp: ({ count }: Counted) => plural(count, { one: "# person is set up", other: "# people are set up" }),
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
