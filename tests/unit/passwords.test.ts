import { scryptSync } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { countCommonPasswords } from "../../worker/adapters/common-passwords.ts";
import { createPasswords } from "../../worker/adapters/passwords.ts";

const calls = vi.hoisted(() => ({ scrypt: [] as unknown[][], compare: 0 }));

vi.mock("node:crypto", async (original) => {
  const real = await original<typeof import("node:crypto")>();
  return {
    ...real,
    scrypt: (...call: Parameters<typeof real.scrypt>) => {
      calls.scrypt.push([(call[1] as Buffer).length, call[2], call[3]]);
      return real.scrypt(...call);
    },
    timingSafeEqual: (...call: Parameters<typeof real.timingSafeEqual>) => {
      calls.compare++;
      return real.timingSafeEqual(...call);
    },
  };
});

beforeEach(() => {
  calls.scrypt.length = 0;
  calls.compare = 0;
});

const passwords = createPasswords();
const todaysWork = [[16, 32, { N: 32_768, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }]];

function stored(password: string, ln: number, r: number, p: number, salt = Buffer.alloc(16, 1)): string {
  const hash = scryptSync(password, salt, 32, { N: 2 ** ln, r, p, maxmem: 64 * 1024 * 1024 });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replaceAll("=", "");
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`;
}

test("a hash is a PHC string of scrypt 2^15/8/3 with a fresh salt (S-17)", async () => {
  const [one, two] = [
    await passwords.hash("correct horse battery"),
    await passwords.hash("correct horse battery"),
  ];
  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
  expect(calls.scrypt).toEqual([...todaysWork, ...todaysWork]);
});

test("only the password that was hashed fits", async () => {
  const hash = await passwords.hash("correct horse battery");
  expect(await passwords.verify("correct horse battery", hash)).toBe(true);
  expect(await passwords.verify("Correct horse battery", hash)).toBe(false);
  expect(await passwords.verify("", hash)).toBe(false);
});

test("a hash made elsewhere with the same recipe is read", async () => {
  expect(await passwords.verify("correct horse battery", stored("correct horse battery", 15, 8, 3))).toBe(
    true,
  );
});

test("two keyboards that compose a letter differently make the same password (NFKC)", async () => {
  const hash = await passwords.hash("caf\u00e9 \ufb01n de l\u2019\u00e9t\u00e9");
  expect(await passwords.verify("cafe\u0301 fin de l\u2019e\u0301te\u0301", hash)).toBe(true);
});

test("no account, a corrupt hash and a wrong password cost the same single scrypt and comparison (S-17)", {
  timeout: 30_000,
}, async () => {
  const real = await passwords.hash("correct horse battery");
  for (const value of [
    null,
    "",
    "corrupt",
    "$2b$10$abcdefghijklmnopqrstuv",
    real.slice(0, -5),
    `${real}x`,
    real.replace("ln=15", "ln=31"),
    real.replace("ln=15", "ln=17"),
    real.replace("ln=15,r=8,p=3", "ln=16,r=8,p=1"),
    real.replace("p=3", "p=999"),
    real.replace("r=8", "r=0"),
    real.replace("ln=15", "ln=0"),
    `$scrypt$ln=15,r=8,p=3$${"A".repeat(200)}$${"A".repeat(43)}`,
    real,
  ]) {
    calls.scrypt.length = 0;
    calls.compare = 0;
    expect(await passwords.verify("wrong horse battery", value), String(value)).toBe(false);
    expect(calls.scrypt, String(value)).toEqual(todaysWork);
    expect(calls.compare, String(value)).toBe(1);
  }
});

test("a megabyte of password is answered with the same work and false", async () => {
  const hash = await passwords.hash("");
  calls.scrypt.length = 0;
  expect(await passwords.verify("x".repeat(1_000_000), hash)).toBe(false);
  expect(calls.scrypt).toEqual(todaysWork);
});

test("a weaker stored hash still opens and asks to be replaced (S-17)", { timeout: 30_000 }, async () => {
  const weak = stored("correct horse battery", 14, 8, 1);
  expect(await passwords.verify("correct horse battery", weak)).toBe(true);
  expect(await passwords.verify("correct horse batterie", weak)).toBe(false);
  expect(passwords.needsRehash(weak)).toBe(true);
  expect(passwords.needsRehash(stored("x", 15, 8, 2))).toBe(true);
  expect(passwords.needsRehash(stored("x", 14, 8, 6))).toBe(true);
  expect(passwords.needsRehash(stored("x", 15, 8, 3, Buffer.alloc(8, 1)))).toBe(true);
  expect(passwords.needsRehash("corrupt")).toBe(true);
});

test("today's hash and a stronger one need no new hashing", async () => {
  expect(passwords.needsRehash(await passwords.hash("x"))).toBe(false);
  expect(passwords.needsRehash(stored("x", 15, 8, 4))).toBe(false);
});

test("the list holds at least 10,000 common passwords (security 1.3)", () => {
  expect(countCommonPasswords()).toBeGreaterThan(10_000);
});

test.each([
  ["on the list", "sonyericsson"],
  ["on the list in other case", "SonyEricsson"],
  ["base and digits", "Password1234!"],
  ["letters as signs", "P@ssw0rd2024!"],
  ["one sign for two letters", "1L0vey0u2024"],
  ["one character", "aaaaaaaaaaaa"],
  ["few characters", "abababababab"],
  ["blanks only", "            "],
  ["short base repeated", "abcabcabcabc"],
  ["common base repeated", "trustno1trustno1"],
  ["trimmed base repeated", "Passw0rd!Passw0rd!"],
  ["two common ones", "dragonmonkey99"],
  ["digits up", "123456789012"],
  ["digits down", "9876543210987"],
  ["pairs", "112233445566"],
  ["alphabet", "lmnopqrstuvw"],
  ["alphabet backwards", "zyxwvutsrqpo"],
  ["key row", "qwertyuiop12"],
  ["French key row", "azertyuiopqs"],
  ["German key row", "qwertzuiop12"],
  ["key columns", "1qaz2wsx3edc"],
  ["key blocks", "qweasdzxc123"],
  ["two interleaved runs", "1q2w3e4r5t6y"],
  ["hyphens between", "letmein-letmein"],
  ["spaced out", "p a s s w o r d 1 2"],
  ["many signs after", "monkey!!!!!!!!"],
  ["sign before digits", "admin@123456"],
  ["date of birth", "michael19891123"],
  ["German", "Willkommen2026"],
  ["French", "motdepasse123"],
  ["Spanish with an accent", "Contrase\u00f1a2024"],
  ["full width", "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff11\uff12\uff13\uff14"],
])("%s: %s is common", (_, password) => {
  expect(passwords.isCommon(password)).toBe(true);
});

test.each([
  "correct horse battery staple",
  "juniper tango 88",
  "purple monkey dishwasher",
  "x7Kq9pLmVt2w",
  "grmblfx-otter",
  "Tr0ub4dor&3xyz",
  "wir essen Sonntags Rhabarber",
  "\u6771\u4eac\u3067\u98df\u3079\u305f\u7f8e\u5473\u3057\u3044\u5bff\u53f8",
])("%s is not common", (password) => {
  expect(passwords.isCommon(password)).toBe(false);
});

test("a password made by chance is not taken for a common one", () => {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#%-";
  let state = 42;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return letters.charAt(Math.floor((state / 2 ** 31) * letters.length));
  };
  const made = Array.from({ length: 1_000 }, () => Array.from({ length: 14 }, next).join(""));
  expect(made.filter((password) => passwords.isCommon(password))).toEqual([]);
});

test("judging a hostile password takes no noticeable time", () => {
  for (const hostile of [
    "1".repeat(100_000),
    `${"a1b2".repeat(100_000)}!`,
    "!1".repeat(32),
    "9381".repeat(16),
    "a1".repeat(500),
    "-".repeat(128),
  ]) {
    // A rule that backtracks would not answer within the test's own time.
    expect(passwords.isCommon(hostile)).toBeTypeOf("boolean");
  }
});
