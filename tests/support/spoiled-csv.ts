/** One thing that is odd about a file of people, and what becomes of it. */
interface Fault {
  kind: string;
  /** Of the file, from 1: where the row begins. */
  line: number;
  column: "email" | "first_name" | "last_name" | "role" | "unit" | "group" | "language" | "message" | null;
  /**
   * `error`: the row waits for a person; `warning`: it goes along; `duplicate`: its address stands
   * further up; `mended`: reading the file put it right; `blank`: it is no row.
   */
  outcome: "error" | "warning" | "duplicate" | "mended" | "blank";
}

export interface SpoiledFile {
  text: string;
  /** By line. */
  faults: Fault[];
  /** Rows that hold anything. */
  rowCount: number;
}

export interface SpoiledNames {
  /** One existing unit; the file also writes it in capitals and with a slip. */
  unit: string;
  /** An existing group, the same way. */
  group: string;
}

type Person = [
  email: string,
  first: string,
  last: string,
  role: string,
  unit: string,
  group: string,
  language: string,
  message: string,
];
type Spoiler = (person: Person) => string;

const header = "email,first_name,last_name,role,unit,group,language,message";
const spacing = 24;

/**
 * A file of 1,000 people and, spread over it, forty different faults: the same text at every call. Roles,
 * units and groups are judged as the preset `standard` does.
 */
export function spoiledCsv({ unit, group }: SpoiledNames): SpoiledFile {
  const spoilers = fortyFaults(unit, group);
  const faults: Fault[] = [];
  let text = `${header}\r\n`;
  let rowCount = 0;
  for (let number = 1; rowCount < 1_000; number++) {
    const person: Person = [
      `person${number}@example.org`,
      firstNames[number % firstNames.length] ?? "",
      lastNames[(number * 7) % lastNames.length] ?? "",
      "learner",
      unit,
      group,
      "en",
      "",
    ];
    const due = number % spacing === 0 ? spoilers[number / spacing - 1] : undefined;
    if (due) {
      const { kind, column, outcome } = due;
      faults.push({ kind, line: text.split("\n").length, column, outcome });
    }
    text += due ? due.spoil(person) : `${written(person)}\r\n`;
    if (due?.outcome !== "blank") rowCount++;
  }
  return { text, faults, rowCount };
}

interface NamedSpoiler {
  kind: string;
  column: Fault["column"];
  outcome: Fault["outcome"];
  spoil: Spoiler;
}

function fortyFaults(unit: string, group: string): NamedSpoiler[] {
  const error = (kind: string, column: Fault["column"], spoil: Spoiler): NamedSpoiler => ({
    kind,
    column,
    outcome: "error",
    spoil,
  });
  const mended = (kind: string, column: Fault["column"], spoil: Spoiler): NamedSpoiler => ({
    kind,
    column,
    outcome: "mended",
    spoil,
  });
  return [
    error("no address", "email", cell(0, "")),
    error("no @", "email", (row) => cell(0, row[0].replace("@", ""))(row)),
    error("two @", "email", (row) => cell(0, row[0].replace("@", "@@"))(row)),
    error("no ending", "email", cell(0, "person@example")),
    error("blank inside", "email", (row) => cell(0, row[0].replace("@", " @ "))(row)),
    error("comma for a dot", "email", (row) => cell(0, `"${row[0].replace(".", ",")}"`)(row)),
    error("two dots", "email", (row) => cell(0, row[0].replace(".", ".."))(row)),
    error("(at)", "email", (row) => cell(0, row[0].replace("@", "(at)"))(row)),
    error("name and brackets", "email", (row) => cell(0, `Ana Ruiz <${row[0]}>`)(row)),
    error("two addresses", "email", (row) => cell(0, `${row[0]}; second@example.org`)(row)),
    error("letters beyond ASCII before the @", "email", cell(0, "jörg@example.org")),
    error("too long an address", "email", cell(0, `${"a".repeat(65)}@example.org`)),
    error("invisible character inside", "email", (row) => cell(0, row[0].replace("@", "\u200b@"))(row)),
    error("control character inside", "email", (row) => cell(0, row[0].replace("@", "\u0000@"))(row)),
    { kind: "gmial.com", column: "email", outcome: "warning", spoil: cell(0, "ana.ruiz@gmial.com") },
    { kind: "ending .con", column: "email", outcome: "warning", spoil: cell(0, "ana.ruiz@example.con") },
    { kind: "look-alike domain", column: "email", outcome: "warning", spoil: cell(0, "ana@p\u0430ypal.com") },
    {
      kind: "same address again",
      column: "email",
      outcome: "duplicate",
      spoil: cell(0, "person1@example.org"),
    },
    {
      kind: "same address in capitals",
      column: "email",
      outcome: "duplicate",
      spoil: cell(0, "PERSON2@EXAMPLE.ORG"),
    },
    error("role with a slip", "role", cell(3, "lerner")),
    error("unknown role", "role", cell(3, "wizard")),
    error("role that is not here", "role", cell(3, "coach")),
    error("one of two roles unknown", "role", cell(3, "learner;wizzard")),
    mended("role in capitals", "role", cell(3, "LEARNER")),
    error("unit with a slip", "unit", cell(4, swapped(unit))),
    error("unknown unit", "unit", cell(4, "Nowhere at all")),
    mended("unit in other case", "unit", cell(4, unit.toUpperCase())),
    error("group with a slip", "group", cell(5, swapped(group))),
    error("unknown group", "group", cell(5, "Nobody at all")),
    error("link in a name", "first_name", cell(1, "www.evil.example")),
    error("too long a name", "last_name", cell(2, "x".repeat(101))),
    error("line break in a name", "first_name", cell(1, '"Ana\r\nRuiz"')),
    error("unknown language", "language", cell(6, "klingon")),
    error("too long a message", "message", cell(7, "m".repeat(1_001))),
    error("more cells than headings", null, (row) => `${written(row)},and,more\r\n`),
    mended("fewer cells than headings", null, (row) => `${row[0]},${row[1]},${row[2]}\n`),
    mended("non-breaking blanks round a cell", "email", (row) => cell(0, `\u00a0${row[0]}\u00a0`)(row)),
    mended("typographic quotation marks", "first_name", cell(1, "“Ana”")),
    mended("disarmed formula", "last_name", cell(2, "'=SUM(A1)")),
    { kind: "line of delimiters", column: null, outcome: "blank", spoil: () => ",,,,,,,\r\n\r\n" },
  ];
}

/** The row with one cell written otherwise, as it stands in the file. */
function cell(index: number, text: string): Spoiler {
  return (person) => `${written(person.map((kept, at) => (at === index ? text : kept)))}\n`;
}

function written(cells: readonly string[]): string {
  return cells.join(",");
}

/** Two neighbours in the middle change places. */
function swapped(name: string): string {
  const at = Math.floor(name.length / 2);
  return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
}

const firstNames = ["Ana", "José", "Łukasz", "Zoë", "Björn", "Mei", "Amélie", "Tom", "Nadia"];
const lastNames = ["Ruiz", "Müller", "Nowak", "O’Brien", "Lefèvre", "Chen", "García", "Smith", "Öztürk"];
