import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { Passwords } from "../domain/context.ts";
import { isCommonPassword } from "./common-passwords.ts";

/**
 * 2^15/8/3 is the cheapest of ASVS 5's scrypt settings that fits a Worker: 32 MiB and about 120 ms.
 * PBKDF2 is out, as production caps it at 100,000 iterations (platform.md, pitfall 12).
 */
const today = { ln: 15, r: 8, p: 3 };
const keyLength = 32;
const saltLength = 16;
const maxmem = 64 * 1024 * 1024;

/** What the platform computes at all (N*r*p) and what `maxmem` leaves room for (N*r). */
const mostWork = 1_048_576;
const mostMemory = 2 ** 18;

/** Nobody's password is longer (see password-rules.ts); what is longer is not even normalised. */
const longestAttempt = 1_024;

interface StoredPassword {
  ln: number;
  r: number;
  p: number;
  salt: Buffer;
  hash: Buffer;
}

/** scrypt over the NFKC form, kept as a PHC string `$scrypt$ln=15,r=8,p=3$salt$hash` (security.md 1.3, S-17). */
export function createPasswords(): Passwords {
  // No password fits it: the stand-in for accounts that do not exist. Fixed salt, since it guards nothing.
  const nobody: StoredPassword = { ...today, salt: Buffer.alloc(saltLength), hash: Buffer.alloc(keyLength) };

  return {
    async hash(password) {
      const salt = randomBytes(saltLength);
      const hash = await derive(password, { ...today, salt });
      return `$scrypt$ln=${today.ln},r=${today.r},p=${today.p}$${toBase64(salt)}$${toBase64(hash)}`;
    },

    async verify(password, stored) {
      const known = stored === null || password.length > longestAttempt ? null : parse(stored);
      // One derivation whatever is stored, so that the work does not tell who has an account.
      const target = known ?? nobody;
      const hash = await derive(password.length > longestAttempt ? "" : password, target);
      return timingSafeEqual(hash, target.hash) && known !== null;
    },

    needsRehash(stored) {
      const known = parse(stored);
      if (!known) return true;
      const memory = 2 ** known.ln * known.r;
      const memoryToday = 2 ** today.ln * today.r;
      return (
        memory < memoryToday || memory * known.p < memoryToday * today.p || known.salt.length < saltLength
      );
    },

    isCommon: isCommonPassword,
  };
}

function derive(password: string, { ln, r, p, salt }: Omit<StoredPassword, "hash">): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, keyLength, { N: 2 ** ln, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(Buffer.from(key)),
    );
  });
}

/** Null for anything that `hash` did not or could not have written; such a row opens for nobody. */
function parse(stored: string): StoredPassword | null {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(
    stored,
  );
  if (!parts) return null;
  const [ln, r, p] = parts.slice(1, 4).map(Number) as [number, number, number];
  const [salt, hash] = parts.slice(4).map((text) => Buffer.from(text, "base64")) as [Buffer, Buffer];
  const work = 2 ** ln * r;
  if (ln < 1 || r < 1 || p < 1 || work > mostMemory || work * p > mostWork) return null;
  if (salt.length < 8 || salt.length > 64 || hash.length !== keyLength) return null;
  return { ln, r, p, salt, hash };
}

/** As PHC strings have it: the usual alphabet, no padding. */
function toBase64(bytes: Buffer): string {
  return btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");
}
