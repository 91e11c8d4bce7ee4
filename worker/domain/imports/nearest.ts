import { distance } from "fastest-levenshtein";

const longestWord = 100;
const rememberedWords = 1_000;

interface Memory {
  folded: readonly string[];
  found: Map<string, string | null>;
}

/** One list is asked for each row of a file, mostly for the same few words. */
const memories = new WeakMap<readonly string[], Memory>();

/**
 * The one of `allowed` that somebody most likely meant (F56, F57), spelled as it is there: the same
 * without case, accents and signs, or at the least number of edits, a swap of neighbours being one. Null
 * when nothing is near or two are equally near, and for every word beyond the first thousand: a file in which
 * all is strange gets no suggestions, and takes no longer for it.
 */
export function nearest(word: string, allowed: readonly string[]): string | null {
  if (word.length > longestWord) return null;
  let memory = memories.get(allowed);
  if (!memory || memory.folded.length !== allowed.length) {
    memory = { folded: allowed.map(fold), found: new Map() };
    memories.set(allowed, memory);
  }
  const known = memory.found.get(word);
  if (known !== undefined) return known;
  if (memory.found.size >= rememberedWords) return null;
  const at = indexOfNearest(fold(word), memory.folded);
  const found = at === null ? null : (allowed[at] ?? null);
  memory.found.set(word, found);
  return found;
}

/** The number of edits, up to `most`, that make `one` of `other`; null beyond. A swap counts once (Damerau). */
export function editsBetween(one: string, other: string, most: number): number | null {
  if (Math.abs(one.length - other.length) > most) return null;
  const plain = distance(one, other);
  if (plain <= 1 || plain > most * 2) return plain <= most ? plain : null;
  let fewest = plain;
  for (let at = 0; at + 1 < one.length; at++) {
    const pair = one.charAt(at + 1) + one.charAt(at);
    if (!other.includes(pair)) continue;
    const swapped = one.slice(0, at) + pair + one.slice(at + 2);
    fewest = Math.min(fewest, distance(swapped, other) + 1);
  }
  return fewest <= most ? fewest : null;
}

function indexOfNearest(word: string, candidates: readonly string[]): number | null {
  let most = editsFor(word);
  let found: number | null = null;
  let tied = false;
  for (const [at, candidate] of candidates.entries()) {
    const edits = editsBetween(word, candidate, most);
    if (edits === null) continue;
    tied = found !== null && edits === most;
    if (tied) continue;
    found = at;
    most = edits;
    if (edits === 0) return at;
  }
  return tied ? null : found;
}

/** One slip in a short word, three in a long one; in one or two letters every slip is another word. */
function editsFor(word: string): number {
  if (word.length < 3) return 0;
  if (word.length < 6) return 1;
  return word.length < 11 ? 2 : 3;
}

function fold(text: string): string {
  return text
    .slice(0, longestWord)
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\s_-]+/g, " ")
    .trim();
}
