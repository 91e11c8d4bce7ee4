import { timingSafeEqual } from "node:crypto";
import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from "jose";
import type { LinkClaims, TokenPurpose, TokenSigner } from "../domain/context.ts";
import { type MasterKey, readRing } from "./key-ring.ts";

export interface TokenSignerOptions {
  /** The first signs, all verify (rotation, T-23). */
  masterKeys: readonly MasterKey[];
  /** Public origin of this installation: a token of staging opens nothing in production (T-05). */
  issuer: string;
}

const purposes = {
  invite: { typ: "invite+jwt", aud: "invite-accept" },
  reset: { typ: "reset+jwt", aud: "password-reset" },
  verify: { typ: "verify+jwt", aud: "email-verify" },
} as const satisfies Record<TokenPurpose, { typ: string; aud: string }>;

const claimNames = ["iss", "aud", "sub", "ws", "gen", "via", "iat", "exp", "jti"];

const longestToken = 1_024;

/** Six bytes: guessing one spares a guesser a limit, and opens nothing. */
const sealLength = 6;

const encoder = new TextEncoder();

/**
 * Three base64url parts whose last is the one spelling of 32 bytes: the final character of a
 * signature carries two spare bits, and a token that differs in them would verify as well.
 */
const tokenShape = /^[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Signs and reads the links in mails: JWS compact, HS256 pinned, own key, `typ` and `aud` per purpose
 * (security.md 1.2; T-01 to T-05, T-22 to T-25). HS256 because whoever signs here also verifies.
 *
 * The `exp` of a token is only a ceiling that the caller sets; the row decides when a link ends.
 *
 * @throws when the key ring is empty, has an id twice or holds a key of fewer than 32 bytes.
 */
export function createTokenSigner({ masterKeys, issuer }: TokenSignerOptions): TokenSigner {
  const ring = readRing(masterKeys);
  const [currentId = ""] = ring.keys();
  const derived = new Map<string, CryptoKey>();

  async function keyFor(kid: string, purpose: TokenPurpose | "seal"): Promise<CryptoKey | null> {
    const master = ring.get(kid);
    if (!master) return null;
    const name = `usher|${purpose}|${kid}`;
    const known = derived.get(name);
    if (known) return known;
    // Only the finished key is kept: in workerd a promise must not be awaited by another request.
    const key = await deriveKey(master, name);
    derived.set(name, key);
    return key;
  }

  async function sealBy(kid: string, text: string): Promise<string> {
    const key = await keyFor(kid, "seal");
    if (!key) throw new Error("The key that seals is missing.");
    const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
    const bytes = String.fromCharCode(...new Uint8Array(mac, 0, sealLength));
    return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_");
  }

  return {
    currentKeyId: () => currentId,

    seal: (text) => sealBy(currentId, text),

    async isSealed(text, seal) {
      const given = encoder.encode(seal);
      for (const kid of ring.keys()) {
        const made = encoder.encode(await sealBy(kid, text));
        if (made.length === given.length && timingSafeEqual(made, given)) return true;
      }
      return false;
    },

    async mint(purpose, claims) {
      if (!areLinkClaims(claims)) throw new RangeError("These claims make no link that would open.");
      const key = await keyFor(currentId, purpose);
      if (!key) throw new Error("The key that signs is missing.");
      const { sub, ws, gen, via, iat, exp } = claims;
      const { aud, typ } = purposes[purpose];
      // The order is part of the promise that equal claims make an equal token.
      return new SignJWT({ iss: issuer, aud, sub, ws, gen, via, iat, exp, jti: `${sub}.${gen}` })
        .setProtectedHeader({ alg: "HS256", typ, kid: currentId })
        .sign(key);
    },

    async verify(purpose, token, nowMs) {
      if (typeof token !== "string" || token.length > longestToken || !tokenShape.test(token)) return null;
      const { aud, typ } = purposes[purpose];
      try {
        const { payload, protectedHeader } = await jwtVerify(
          token,
          async (header) => {
            const key = typeof header.kid === "string" ? await keyFor(header.kid, purpose) : null;
            if (!key) throw new errors.JWSInvalid("No such key.");
            return key;
          },
          {
            algorithms: ["HS256"],
            typ,
            issuer,
            audience: aud,
            requiredClaims: claimNames,
            clockTolerance: 0,
            currentDate: new Date(nowMs),
          },
        );
        if (!isOurHeader(protectedHeader, typ) || payload.aud !== aud) return null;
        const { sub, ws, gen, via, iat, exp } = payload;
        const claims = { sub, ws, gen, via, iat, exp };
        if (!areLinkClaims(claims) || payload.jti !== `${claims.sub}.${claims.gen}`) return null;
        return claims;
      } catch {
        // jose tells twenty kinds of wrong apart; outside they must look alike (T: INVITATION_INVALID).
        return null;
      }
    },
  };
}

async function deriveKey(master: Uint8Array<ArrayBuffer>, info: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", master, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(info) },
    material,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign", "verify"],
  );
}

/** Nothing but what `mint` writes: no `jku`, `x5u`, `jwk` or `crit`, even correctly signed. */
function isOurHeader(header: JWTHeaderParameters, typ: string): boolean {
  return Object.keys(header).length === 3 && header.typ === typ;
}

function areLinkClaims(claims: { [name in keyof LinkClaims]: unknown }): claims is LinkClaims {
  const { sub, ws, gen, via, iat, exp } = claims;
  return (
    typeof sub === "string" &&
    sub !== "" &&
    typeof ws === "string" &&
    Number.isSafeInteger(gen) &&
    (gen as number) >= 1 &&
    (via === "mail" || via === "copy") &&
    Number.isSafeInteger(iat) &&
    Number.isSafeInteger(exp)
  );
}
