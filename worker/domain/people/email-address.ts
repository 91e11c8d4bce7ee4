const longestLocal = 64;
const longestAddress = 254;
const longestInput = 1_000;

export type EmailRefusal =
  | "empty"
  | "malformed"
  | "too_long"
  | "display_name"
  | "several"
  | "quoted_local"
  | "not_ascii_local"
  | "control_characters";

export type ParsedEmailAddress =
  | {
      ok: true;
      /** The identity: unique indexes and look-ups stand on it and nothing else (M-13). */
      canonical: string;
      /** As somebody wrote it, cleaned, for pages. */
      display: string;
    }
  | { ok: false; reason: EmailRefusal };

const outerBlanks = /^[\s\u200b-\u200f\u2060\ufeff\u00ad]+|[\s\u200b-\u200f\u2060\ufeff\u00ad]+$/g;

// What Postmark takes (support article 1180): anything else comes back as error 300.
const localPart = /^[a-z0-9!#$%&'*+\-/=^_`{|}~]+(?:\.[a-z0-9!#$%&'*+\-/=^_`{|}~]+)*$/i;

// Only what a domain is spelt with may reach the URL parser, which decodes %61 and reads / ? # : as its own.
const domainLetters = /^[\p{L}\p{M}\p{N}.\-\u00b7\u30fb]+$/u;

const asciiDomain =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * The one place that decides which spellings are one mailbox (M-08, M-11, M-13, M-14): case, outer
 * blanks, a trailing dot and punycode do not count, plus tags and dots do. Local parts are ASCII and
 * unquoted, as Postmark takes no others; each other refusal has its own reason so that it can be explained.
 */
export function parseEmailAddress(input: string): ParsedEmailAddress {
  const refuse = (reason: EmailRefusal): ParsedEmailAddress => ({ ok: false, reason });

  // Before any pattern runs: the outer blanks of a long hostile text would cost its length squared.
  if (input.length > longestInput) return refuse("too_long");
  const text = input.replace(outerBlanks, "").normalize("NFC");
  if (text === "") return refuse("empty");
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) return refuse("control_characters");
  if (/^"(?:[^"\\]|\\.)*"@[^@]*$/.test(text)) return refuse("quoted_local");
  const parts = text.split("@");
  if (parts.length > 2 && /[,;\s]/.test(text)) return refuse("several");
  if (/[<>]/.test(text)) return refuse("display_name");
  const [local, writtenDomain] = parts;
  if (parts.length !== 2 || !local || !writtenDomain) return refuse("malformed");
  if (local.length > longestLocal) return refuse("too_long");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
  if (/[^\u0000-\u007f]/.test(local)) return refuse("not_ascii_local");
  if (!localPart.test(local)) return refuse("malformed");

  const domain = writtenDomain.replace(/\.$/, "");
  const ascii = toAsciiDomain(domain);
  if (ascii === null) return refuse("malformed");
  const canonical = `${local.toLowerCase()}@${ascii}`;
  if (canonical.length > longestAddress) return refuse("too_long");
  return { ok: true, canonical, display: `${local}@${domain.toLowerCase()}` };
}

/** Punycode by the URL parser, the only implementation of UTS 46 that Node and workerd share. */
function toAsciiDomain(domain: string): string | null {
  if (!domainLetters.test(domain)) return null;
  const url = `http://${domain}`;
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  return asciiDomain.test(hostname) ? hostname : null;
}

const scripts = [
  ["Latin", /\p{Script=Latin}/u],
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Arabic", /\p{Script=Arabic}/u],
  ["Cherokee", /\p{Script=Cherokee}/u],
  ["Georgian", /\p{Script=Georgian}/u],
  ["Thai", /\p{Script=Thai}/u],
  ["Devanagari", /\p{Script=Devanagari}/u],
  [
    "East Asian",
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u,
  ],
] as const;

/** Cyrillic, Greek and odd Latin letters that read as plain Latin ones: `аррӏе` has not one Latin letter. */
const passesForLatin = /^[аеорсухіјѕһӏԁԛԝցոսօοαινρυκɑɡıⅼ0-9-]+$/u;
const plainLatin = /^[a-z0-9-]+$/;

/**
 * True when a domain or address may pass for another in the eye of a reader: scripts mixed within one
 * label, or a label wholly of look-alikes. A warning to whoever invites, never a refusal (security.md,
 * Decisions that win). Punycode is read as what a browser would show.
 */
export function looksConfusable(domainOrAddress: string): boolean {
  const labels = domainOrAddress.trim().normalize("NFC").toLowerCase().split(/[@.]/);
  return labels.map(fromPunycode).some((label) => {
    if (plainLatin.test(label)) return false;
    if (passesForLatin.test(label)) return true;
    const used = scripts.filter(([, letters]) => letters.test(label)).map(([name]) => name);
    // Japanese, Chinese and Korean names are written with Latin letters among them.
    return used.length > 1 && !(used.length === 2 && used.includes("Latin") && used.includes("East Asian"));
  });
}

/** RFC 3492, decoding only; a label that is not valid stays as it is. */
function fromPunycode(label: string): string {
  if (!label.startsWith("xn--")) return label;
  const encoded = label.slice(4);
  const delimiter = encoded.lastIndexOf("-");
  const points = Array.from(encoded.slice(0, Math.max(delimiter, 0)), (character) => character.charCodeAt(0));
  let codePoint = 128;
  let bias = 72;
  let position = 0;
  let index = delimiter < 0 ? 0 : delimiter + 1;
  while (index < encoded.length) {
    const before = position;
    for (let weight = 1, step = 36; ; step += 36) {
      const digit = "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(encoded.charAt(index++) || "?");
      if (digit < 0) return label;
      position += digit * weight;
      const threshold = Math.min(Math.max(step - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const count = points.length + 1;
    bias = adaptBias(position - before, count, before === 0);
    codePoint += Math.floor(position / count);
    position %= count;
    if (codePoint > 0x10ffff) return label;
    points.splice(position++, 0, codePoint);
  }
  return String.fromCodePoint(...points);
}

function adaptBias(change: number, count: number, first: boolean): number {
  let delta = first ? Math.floor(change / 700) : Math.floor(change / 2);
  delta += Math.floor(delta / count);
  let steps = 0;
  for (; delta > 455; steps += 36) delta = Math.floor(delta / 35);
  return steps + Math.floor((36 * delta) / (delta + 38));
}

/** An address for screens that others may see: `a•••@example.com`. The dots do not tell the length. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  if (at < 0) return "•••";
  const [first = "", ...rest] = Array.from(address.slice(0, at));
  return `${rest.length > 0 ? first : ""}•••${address.slice(at)}`;
}
