const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

const sampledRecords = 20;

/**
 * The delimiter that divides the header and, of several, the one that divides the next records alike.
 * Those inside quotes do not count; a list of one column has none and reads as comma.
 */
export function sniffDelimiter(text: string): Delimiter {
  const [header, ...records] = countDelimiters(text);
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const divisions = header?.[delimiter] ?? 0;
    if (divisions === 0) continue;
    const alike = records.filter((record) => record[delimiter] === divisions).length;
    const score = (records.length === 0 ? 1 : alike / records.length) + divisions / 1_000;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

type Counts = Record<Delimiter, number>;

/** Of the first records that hold anything but blanks and delimiters. */
function countDelimiters(text: string): Counts[] {
  const records: Counts[] = [];
  let counts = noCounts();
  let quoted = false;
  let filled = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (quoted) filled = true;
    else if (character === "\n") {
      if (filled) records.push(counts);
      if (records.length > sampledRecords) break;
      counts = noCounts();
      filled = false;
    } else if (isDelimiter(character)) counts[character]++;
    else if (character !== " ") filled = true;
  }
  if (filled) records.push(counts);
  return records;
}

function noCounts(): Counts {
  return { ",": 0, ";": 0, "\t": 0, "|": 0 };
}

function isDelimiter(character: string): character is Delimiter {
  return character === "," || character === ";" || character === "\t" || character === "|";
}
