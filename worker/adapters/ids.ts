import type { Ids } from "../domain/context.ts";
import type { IdKind } from "../domain/ids.ts";

export interface IdsOptions {
  /** That many random bytes, e.g. from `crypto.getRandomValues`. */
  random: (length: number) => Uint8Array;
  /** UTC milliseconds. */
  now: () => number;
  /** The domain's table of prefixes; handed in because adapters take only types from the domain. */
  prefixOf: (kind: IdKind) => string;
}

/** Crockford's base 32 in lower case: no i, l, o or u, so that an id survives being read aloud. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const latestTime = 2 ** 48 - 1;

/**
 * Ids in the manner of ULID: `inv_` and 26 characters, of which 10 are the time (48 bits) and 16 are
 * random (80 bits). They sort by time of birth; within one millisecond their order is chance.
 */
export function createIds({ random, now, prefixOf }: IdsOptions): Ids {
  return {
    next(kind) {
      const time = now();
      if (!Number.isInteger(time) || time < 0 || time > latestTime) {
        throw new RangeError("The clock does not tell whole milliseconds since 1970.");
      }
      return `${prefixOf(kind)}_${encode(BigInt(time), 10)}${encode(toNumber(random(10)), 16)}`;
    },
    secret() {
      return toBase64Url(random(32));
    },
    code(length) {
      return encode(toNumber(random(Math.ceil((length * 5) / 8))), length);
    },
  };
}

function encode(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest >>= 5n) text = alphabet[Number(rest & 31n)] + text;
  return text;
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
