import { expect, test } from "vitest";
import { checkPassword } from "../../worker/domain/people/password-rules.ts";

const rules = {
  minLength: 12,
  context: ["Acme Learning", "Usher", "Ana", "Ruiz-Ortega", "ana.ruiz@school.example"],
  isCommon: (password: string) => password === "password1234",
};
const reasonOf = (password: string, overrides = {}) => {
  const verdict = checkPassword(password, { ...rules, ...overrides });
  return verdict.ok ? "ok" : verdict.reason;
};

test("length is the policy's, and the refusal says it", () => {
  expect(checkPassword("short", rules)).toEqual({ ok: false, reason: "too_short", minLength: 12 });
  expect(checkPassword("giraffe lamp", { ...rules, minLength: 16 })).toEqual({
    ok: false,
    reason: "too_short",
    minLength: 16,
  });
  expect(reasonOf("elevenchars")).toBe("too_short");
  expect(reasonOf("giraffe lamp")).toBe("ok");
  expect(reasonOf("")).toBe("too_short");
});

test("length counts code points after NFKC", () => {
  expect(reasonOf("\ud83e\udd84".repeat(11))).toBe("too_short");
  expect(reasonOf("\ud83e\udd84".repeat(12))).toBe("ok");
  expect(reasonOf("e\u0301".repeat(11))).toBe("too_short");
  // One ligature is two letters.
  expect(reasonOf("\ufb01".repeat(6))).toBe("ok");
  expect(reasonOf("\ufb01".repeat(5))).toBe("too_short");
});

test("128 characters are the most", () => {
  expect(reasonOf("\ud83e\udd84".repeat(128))).toBe("ok");
  expect(reasonOf("x".repeat(129))).toBe("too_long");
  expect(reasonOf("\ufdfa".repeat(10))).toBe("too_long");
  expect(reasonOf("x".repeat(5_000_000))).toBe("too_long");
});

test("blanks and any signs are welcome, no kind of character is asked for", () => {
  for (const password of [
    "correct horse battery",
    "pfannkuchenhaus",
    "482915037716",
    "\u6771\u4eac\u3067\u98df\u3079\u305f\u7f8e\u5473\u3057\u3044\u5bff\u53f8",
  ]) {
    expect(reasonOf(password)).toBe("ok");
  }
});

test("a common password is refused", () => {
  expect(reasonOf("password1234")).toBe("common");
});

test.each([
  "acmelearning",
  "AcmeLearning!",
  "Acme-Learning-26",
  "usher-usher-usher",
  "ruizortega2026",
  "R\u00fa\u00edzOrtega99!",
  "anaruizanaruiz",
  "ruiz@school.example",
  "schoolschool1",
])("%s is little more than what stands around the person", (password) => {
  expect(reasonOf(password)).toBe("contains_context");
});

test.each([
  // The word is there, but eight characters remain without it.
  "acme giraffes",
  "usher-lampen1",
  "banana bananas",
  // Words of fewer than four letters do not count.
  "anaanaanaana",
])("%s stands without the words around the person", (password) => {
  expect(reasonOf(password)).toBe("ok");
});

test("a longer word counts before a shorter one within it", () => {
  expect(reasonOf("acmeschool12345", { context: ["acme", "acmeschool"] })).toBe("contains_context");
});

test("a password that only shrinks by folding leans on nothing", () => {
  expect(reasonOf("x\u0301".repeat(6))).toBe("ok");
});

test("without context nothing is refused for it", () => {
  expect(reasonOf("acmelearning", { context: [] })).toBe("ok");
  expect(reasonOf("acmelearning", { context: ["", " ", "a b c"] })).toBe("ok");
});
