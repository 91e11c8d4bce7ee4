import { createHmac, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenSigner } from "../../worker/adapters/token-signer.ts";
import type { LinkClaims, TokenPurpose } from "../../worker/domain/context.ts";

const issuer = "https://usher.example.com";
const now = 1_790_000_000_000;
const master = Buffer.alloc(32, 7);
const key = { id: "k1", secret: master.toString("base64url") };
const otherKey = { id: "k2", secret: Buffer.alloc(32, 9).toString("base64url") };
const signer = createTokenSigner({ masterKeys: [key], issuer });

const claims: LinkClaims = {
  sub: "inv_01k5m2x8q4r6t8v0w2y4z6b8d0",
  ws: "wsp_01k5m2x8q4r6t8v0w2y4z6b8d1",
  gen: 3,
  via: "mail",
  iat: now / 1_000,
  exp: now / 1_000 + 3_600,
};
const goodHeader = { alg: "HS256", typ: "invite+jwt", kid: "k1" };
const goodPayload = { iss: issuer, aud: "invite-accept", ...claims, jti: `${claims.sub}.3` };

/** Signs anything with the very key of the signer, as somebody with the secret and bad intent would. */
function forge(
  header: Record<string, unknown> = {},
  payload: Record<string, unknown> = {},
  { purpose = "invite", digest = "sha256", kid = "k1", secret = master } = {},
): string {
  const derived = Buffer.from(hkdfSync("sha256", secret, "", `usher|${purpose}|${kid}`, 32));
  const parts = [
    { ...goodHeader, ...header },
    { ...goodPayload, ...payload },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${createHmac(digest, derived).update(signed).digest("base64url")}`;
}

const verify = (token: string, at = now, purpose: TokenPurpose = "invite") =>
  signer.verify(purpose, token, at);

test("a minted token gives its claims back", async () => {
  for (const purpose of ["invite", "reset", "verify"] as const) {
    expect(await verify(await signer.mint(purpose, claims), now, purpose)).toEqual(claims);
  }
  expect(signer.currentKeyId()).toBe("k1");
});

test("a token is made exactly as this test makes one, so the other tests forge with the right key", async () => {
  expect(await signer.mint("invite", claims)).toBe(forge());
  expect(await verify(forge())).toEqual(claims);
});

test("equal claims make an equal token whatever order they are given in (T-27)", async () => {
  const { exp, iat, via, gen, ws, sub } = claims;
  const again = createTokenSigner({ masterKeys: [key], issuer });
  expect(await again.mint("invite", { exp, iat, via, gen, ws, sub })).toBe(
    await signer.mint("invite", claims),
  );
});

test("a link with its token stays below 500 characters (T-25)", async () => {
  const link = `${issuer}/join/${await signer.mint("invite", { ...claims, gen: 9_999 })}`;
  expect(link.length).toBeLessThan(500);
});

test("an edited payload under the old signature is refused (T-01)", async () => {
  const [header, , signature] = forge().split(".");
  for (const edit of [
    { ws: "wsp_other" },
    { sub: "inv_other" },
    { gen: 4 },
    { exp: claims.exp + 1 },
    { via: "copy" },
  ]) {
    const payload = Buffer.from(JSON.stringify({ ...goodPayload, ...edit })).toString("base64url");
    expect(await verify(`${header}.${payload}.${signature}`)).toBeNull();
  }
});

test("no character of a token may be changed, not even the spare bits of the last (T-01)", async () => {
  const token = await signer.mint("invite", claims);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const other of alphabet) {
    if (other !== token.at(-1)) expect(await verify(token.slice(0, -1) + other)).toBeNull();
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...alphabet), async (at, other) => {
      fc.pre(token[at] !== other);
      return (await verify(token.slice(0, at) + other + token.slice(at + 1))) === null;
    }),
    { numRuns: 300 },
  );
});

test("no algorithm but HS256 is accepted, though the secret fits (T-02)", async () => {
  for (const [alg, digest] of [
    ["HS384", "sha384"],
    ["HS512", "sha512"],
    ["HS384", "sha256"],
    ["HS512", "sha256"],
    ["RS256", "sha256"],
    ["ES256", "sha256"],
    ["EdDSA", "sha256"],
    ["none", "sha256"],
    ["hs256", "sha256"],
    [undefined, "sha256"],
  ] as const) {
    expect(await verify(forge({ alg }, {}, { digest })), String(alg)).toBeNull();
  }
  const unsigned = forge({ alg: "none" }).split(".").slice(0, 2).join(".");
  expect(await verify(`${unsigned}.`)).toBeNull();
  expect(await verify(unsigned)).toBeNull();
});

test("a correctly signed token that lacks any one claim is refused (T-04)", async () => {
  for (const name of ["iss", "aud", "sub", "ws", "gen", "via", "iat", "exp", "jti"]) {
    expect(await verify(forge({}, { [name]: undefined })), name).toBeNull();
  }
});

test("a claim of the wrong type or value is refused", async () => {
  for (const wrong of [
    { sub: "" },
    { sub: 7, jti: "7.3" },
    { ws: null },
    { gen: "3" },
    { gen: 0, jti: `${claims.sub}.0` },
    { gen: 1.5, jti: `${claims.sub}.1.5` },
    { via: "post" },
    { iat: "1790000000" },
    { iat: 1.5 },
    { exp: claims.exp + 0.5 },
    { exp: "never" },
    { jti: `${claims.sub}.4` },
    { jti: claims.sub },
    { aud: ["invite-accept"] },
    { aud: ["invite-accept", "password-reset"] },
  ]) {
    expect(await verify(forge({}, wrong)), JSON.stringify(wrong)).toBeNull();
  }
});

test("another typ, audience or issuer is refused (T-05)", async () => {
  for (const typ of ["JWT", "reset+jwt", "application/invite+jwt", "INVITE+JWT", undefined]) {
    expect(await verify(forge({ typ })), String(typ)).toBeNull();
  }
  for (const aud of ["password-reset", "email-verify", "invite", ""]) {
    expect(await verify(forge({}, { aud })), aud).toBeNull();
  }
  for (const iss of ["https://staging.example.com", `${issuer}/`, "usher.example.com"]) {
    expect(await verify(forge({}, { iss })), iss).toBeNull();
  }
});

test("a token of one purpose opens no other, even re-labelled (T-05)", async () => {
  const reset = await signer.mint("reset", claims);
  expect(await verify(reset, now, "invite")).toBeNull();
  expect(await verify(reset, now, "verify")).toBeNull();
  // The key of the reset purpose with everything else made to look like an invitation.
  expect(await verify(forge({}, {}, { purpose: "reset" }))).toBeNull();
});

test("the token ends at exp to the second, without leeway (K-02)", async () => {
  expect(await verify(forge(), claims.exp * 1_000 - 1)).toEqual(claims);
  expect(await verify(forge(), claims.exp * 1_000)).toBeNull();
});

test("an odd key id is refused and never looked up on a prototype (T-22)", async () => {
  for (const kid of [
    "k2",
    "../k1",
    "__proto__",
    "constructor",
    "toString",
    "' OR 1=1 --",
    "",
    undefined,
    null,
    1,
    ["k1"],
    {},
  ]) {
    expect(await verify(forge({ kid })), JSON.stringify(kid)).toBeNull();
  }
});

test("headers that point to a key, and critical ones, are refused even when signed (T-22)", async () => {
  for (const header of [
    { jku: "https://evil.example/keys" },
    { x5u: "https://evil.example/cert" },
    { jwk: { kty: "oct", k: "AAAA" } },
    { crit: ["exp"], exp: 1 },
    { crit: ["b64"], b64: false },
    { crit: [] },
    { cty: "JWT" },
  ]) {
    expect(await verify(forge(header)), JSON.stringify(header)).toBeNull();
  }
});

test("a role or address in a token gives nothing (T-28)", async () => {
  expect(await verify(forge({}, { role: "admin", email: "eve@example.com" }))).toEqual(claims);
});

test("an overlong token is refused before any key is touched (T-25)", async () => {
  const original = crypto.subtle.verify;
  let calls = 0;
  crypto.subtle.verify = function (this: SubtleCrypto, ...call: Parameters<typeof original>) {
    calls++;
    return original.apply(crypto.subtle, call);
  };
  try {
    expect(await verify(forge({}, { pad: "x".repeat(1_000) }))).toBeNull();
    expect(await verify("a".repeat(1_000_000))).toBeNull();
    expect(calls).toBe(0);
    await verify(forge());
    expect(calls).toBe(1);
  } finally {
    crypto.subtle.verify = original;
  }
});

test("a token of the previous key opens until the key leaves the ring, new ones carry the new id (T-23)", async () => {
  const old = await signer.mint("invite", claims);
  const rotated = createTokenSigner({ masterKeys: [otherKey, key], issuer });
  expect(await rotated.verify("invite", old, now)).toEqual(claims);
  const fresh = await rotated.mint("invite", claims);
  expect(JSON.parse(Buffer.from(fresh.split(".")[0] ?? "", "base64url").toString())).toEqual({
    ...goodHeader,
    kid: "k2",
  });
  const retired = createTokenSigner({ masterKeys: [otherKey], issuer });
  expect(await retired.verify("invite", old, now)).toBeNull();
  expect(await retired.verify("invite", fresh, now)).toEqual(claims);
});

test("the same secret under another id is another key", async () => {
  const renamed = createTokenSigner({ masterKeys: [{ id: "k9", secret: key.secret }], issuer });
  expect(await renamed.verify("invite", forge({ kid: "k9" }), now)).toBeNull();
});

test("anything at all is answered with null, never with an exception", async () => {
  for (const junk of [
    "",
    ".",
    "..",
    "a.b.c",
    "ROT13",
    "🦄.🦄.🦄",
    `${forge()}.x`,
    ` ${forge()}`,
    `${forge()}\n`,
  ]) {
    expect(await verify(junk), junk).toBeNull();
  }
  expect(await verify(undefined as unknown as string)).toBeNull();
  expect(await verify({} as unknown as string)).toBeNull();
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 1_100 }), async (text) => (await verify(text)) === null),
  );
});

test("claims that could never open make no token", async () => {
  await expect(signer.mint("invite", { ...claims, gen: 0 })).rejects.toThrow(RangeError);
  await expect(signer.mint("invite", { ...claims, exp: 1.5 })).rejects.toThrow(RangeError);
  await expect(signer.mint("invite", { ...claims, sub: "" })).rejects.toThrow(RangeError);
});

test("a weak, doubled or missing key stops the start", () => {
  const make =
    (...masterKeys: { id: string; secret: string }[]) =>
    () =>
      createTokenSigner({ masterKeys, issuer });
  expect(make()).toThrow("empty");
  expect(make({ id: "k1", secret: Buffer.alloc(31).toString("base64url") })).toThrow("fewer than 32");
  expect(make({ id: "k1", secret: "not base64url!" })).toThrow("base64url");
  expect(make(key, key)).toThrow("twice");
  expect(make({ ...key, id: "a b" })).toThrow("key id");
});

test("a seal is known by every key of the ring, by no other, and for no other text", async () => {
  const seal = await signer.seal("usher_test_1");
  expect(seal).toMatch(/^[\w-]{8}$/);
  const rotated = createTokenSigner({ masterKeys: [otherKey, key], issuer });
  const retired = createTokenSigner({ masterKeys: [otherKey], issuer });
  expect(await rotated.seal("usher_test_1")).not.toBe(seal);
  expect(await rotated.isSealed("usher_test_1", seal)).toBe(true);
  expect(await retired.isSealed("usher_test_1", seal)).toBe(false);
  for (const [text, other] of [
    ["usher_test_2", seal],
    ["usher_test_1", ""],
    ["usher_test_1", seal.slice(0, -1)],
    ["usher_test_1", "AAAAAAAA"],
    ["usher_test_1", "🦄"],
  ] as const) {
    expect(await signer.isSealed(text, other)).toBe(false);
  }
});
