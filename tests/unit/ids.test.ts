import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createIds } from "../../worker/adapters/ids.ts";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import { isId, prefixOf } from "../../worker/domain/ids.ts";

const ids = (time: number, random: (length: number) => Uint8Array = (length) => randomBytes(length)) =>
  createIds({ random, now: () => time, prefixOf });

test("an id carries its prefix and fits the domain's check of its kind only", () => {
  const id = ids(1_790_000_000_000).next("invitation");
  expect(id).toMatch(/^inv_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(isId("invitation", id)).toBe(true);
  expect(isId("user", id)).toBe(false);
});

test("time and randomness are spelt as ULID spells them", () => {
  const bytes = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 255]);
  // 1469918176385 is the example of the ULID specification: 01ARYZ6S41.
  expect(ids(1_469_918_176_385, () => bytes).next("user")).toBe("usr_01aryz6s41000g40r40m30e27z");
  expect(ids(2 ** 48 - 1, () => new Uint8Array(10).fill(255)).next("user")).toBe(
    "usr_7zzzzzzzzzzzzzzzzzzzzzzzzz",
  );
  expect(ids(0, () => new Uint8Array(10)).next("user")).toBe("usr_00000000000000000000000000");
});

test("ids sort by the time of their birth", () => {
  const times = [0, 1, 31, 32, 1_023, 1_790_000_000_000, 1_790_000_000_001, 2 ** 48 - 1];
  const made = times.map((time) => ids(time).next("audit"));
  expect([...made].sort()).toEqual(made);
});

test("ids of one millisecond differ", () => {
  const maker = ids(1_790_000_000_000);
  expect(new Set(Array.from({ length: 10_000 }, () => maker.next("outbox"))).size).toBe(10_000);
});

test("a clock that tells no whole milliseconds is refused", () => {
  for (const time of [-1, 1.5, Number.NaN, 2 ** 48]) expect(() => ids(time).next("user")).toThrow(RangeError);
});

test("a secret is the 32 random bytes in base64url", () => {
  const bytes = randomBytes(32);
  expect(ids(0, () => bytes).secret()).toBe(Buffer.from(bytes).toString("base64url"));
  expect(ids(0, (length) => new Uint8Array(length).fill(0xfb)).secret()).toBe(`${"-_v7".repeat(10)}-_s`);
  expect(ids(0, (length) => new Uint8Array(length).fill(255)).secret()).toBe(`${"_".repeat(42)}8`);
});

test("the digest of a secret is its SHA-256 in hex", async () => {
  const digest = createSecretDigest();
  for (const secret of ["", "abc", "geheim-ß-🦄"]) {
    expect(await digest.sha256(secret)).toBe(createHash("sha256").update(secret).digest("hex"));
  }
});

test("secrets compare by content at any length", () => {
  const { equal } = createSecretDigest();
  expect(equal("abc", "abc")).toBe(true);
  expect(equal("", "")).toBe(true);
  expect(equal("abc", "abd")).toBe(false);
  expect(equal("abc", "abcd")).toBe(false);
  expect(equal("abc", "")).toBe(false);
});
