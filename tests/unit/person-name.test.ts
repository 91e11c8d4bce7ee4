import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanPersonName, normaliseSearch, searchTermsOf } from "../../worker/domain/people/person-name.ts";

const bidi = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

test.each([
  ["Ann", "Ann"],
  ["  Ana \u00a0 Mar\u00eda  ", "Ana Mar\u00eda"],
  ["Mari\u0301a", "Mar\u00eda"],
  ["O\u2019Brien-N\u00ed Dhomhnaill", "O\u2019Brien-N\u00ed Dhomhnaill"],
  ["Dr. J.R. Smith", "Dr. J.R. Smith"],
  ["<a href=//evil>Bob</a>", "<a href=//evil>Bob</a>"],
  ['"onmouseover=', '"onmouseover='],
  ["&lt;", "&lt;"],
  ["\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e"],
  ["\ufeffAnn\u200b Lee\u00ad", "Ann Lee"],
  ["\u0646\u06cc\u200c\u0645\u0627", "\u0646\u06cc\u200c\u0645\u0627"],
  ["\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"],
  ["\u200dAnn\u200c Lee\u200d", "Ann Lee"],
  ["An\u200d\u200d\u200dn", "An\u200dn"],
  ["", ""],
  ["\u200b \u200d", ""],
])("%j is kept as %j", (input, value) => {
  expect(cleanPersonName(input)).toEqual({ ok: true, value, notice: null });
});

test("every bidi control is taken out with a notice (M-07)", () => {
  for (const control of bidi) {
    expect(cleanPersonName(`Ann${control}Lee`)).toEqual({
      ok: true,
      value: "AnnLee",
      notice: "bidi_removed",
    });
  }
});

test.each([
  ["Ann\nLee", "control_characters"],
  ["Ann\tLee", "control_characters"],
  ["Ann\u0000", "control_characters"],
  ["Ann\u0085Lee", "control_characters"],
  ["Ann\u009fLee", "control_characters"],
  ["Ann\u2028Lee", "control_characters"],
  ["Ann\ud800", "control_characters"],
  ["https://evil.example", "link"],
  ["Reset at WWW.evil.example", "link"],
  ["ann@example.com", "link"],
  ["ann\uff20example.com", "link"],
  ["\uff57\uff57\uff57.evil.example", "link"],
  ["w\u200bww.evil.example", "link"],
  ["a:\u202e//b", "link"],
  ["x".repeat(101), "too_long"],
  ["\ud83e\udd84".repeat(101), "too_long"],
  [" ".repeat(1_000_000), "too_long"],
])("%j is refused as %s (M-02, M-07)", (input, reason) => {
  expect(cleanPersonName(input)).toEqual({ ok: false, reason });
});

test("100 characters are counted as people count them", () => {
  expect(cleanPersonName("\ud83e\udd84".repeat(100)).ok).toBe(true);
  expect(cleanPersonName(` ${"x".repeat(100)} `).ok).toBe(true);
});

test("cleaning what was cleaned changes nothing", () => {
  const unit = fc.constantFrom(
    "a",
    "\u00e9",
    "e\u0301",
    " ",
    "\u00a0",
    "\u200c",
    "\u200d",
    "\u200b",
    "\u0646",
    "\u094d",
    "-",
    ...bidi,
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      const cleaned = cleanPersonName(text);
      if (!cleaned.ok) throw new Error(cleaned.reason);
      expect(cleanPersonName(cleaned.value)).toEqual({ ok: true, value: cleaned.value, notice: null });
    }),
    { numRuns: 1_000 },
  );
});

test("every word of a name begins a term, then come the address and its domain", () => {
  expect(searchTermsOf({ firstName: "Ana Mar\u00eda", lastName: "Ruiz", email: "Ana@Example.com" })).toEqual([
    "ana maria ruiz",
    "maria ruiz ana",
    "ruiz ana maria",
    "ana@example.com",
    "example.com",
  ]);
});

test("a name of five words keeps four beginnings, the last name among them", () => {
  const terms = searchTermsOf({
    firstName: "Juan Carlos Alberto",
    lastName: "Garc\u00eda M\u00e1rquez",
    email: "j@x.es",
  });
  expect(terms.map((term) => term.split(" ")[0])).toEqual([
    "juan",
    "carlos",
    "alberto",
    "garcia",
    "j@x.es",
    "x.es",
  ]);
  const long = searchTermsOf({ firstName: "a b c d e", lastName: "f g", email: "j@x.es" });
  expect(long.map((term) => term.charAt(0))).toEqual(["a", "b", "c", "f", "j", "x"]);
});

test("a person without a name or without an address has only the other terms", () => {
  expect(searchTermsOf({ firstName: "", lastName: "", email: "a@x.com" })).toEqual(["a@x.com", "x.com"]);
  expect(searchTermsOf({ firstName: "Ann", lastName: "", email: null })).toEqual(["ann"]);
  expect(searchTermsOf({ firstName: "", lastName: " ", email: null })).toEqual([]);
});

test("terms are unique, at most six and at most 100 characters", () => {
  expect(searchTermsOf({ firstName: "Bora", lastName: "Bora", email: null })).toEqual(["bora bora"]);
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 150 }),
      fc.string({ maxLength: 150 }),
      fc.emailAddress(),
      (firstName, lastName, email) => {
        const terms = searchTermsOf({ firstName, lastName, email });
        expect(terms.length).toBeLessThanOrEqual(6);
        expect(new Set(terms).size).toBe(terms.length);
        for (const term of terms) expect(Array.from(term).length).toBeLessThanOrEqual(100);
      },
    ),
  );
});

test.each([
  ["  J\u00dcRGEN  ", "jurgen"],
  ["Stra\u00dfe", "strasse"],
  ["\u00c6gir \u00d8rsted", "aegir orsted"],
  ["\u0141ukasz", "lukasz"],
  ["\u0110or\u0111e", "dorde"],
  ["\u0130stanbul I\u015f\u0131k", "istanbul isik"],
  ["O\u2019Brien", "o'brien"],
  ["Ana\u00a0\u00a0Mar\u00eda", "ana maria"],
  ["\u0419\u043e\u0441\u0438\u0444", "\u0438\u043e\u0441\u0438\u0444"],
  ["\u0915\u093f\u0930\u0923", "\u0915\u093f\u0930\u0923"],
  ["\uae40\ubbfc\uc218", "\uae40\ubbfc\uc218"],
  ["\uff21\uff4e\uff4e", "ann"],
  ["100%_", "100%_"],
])("%j is searched as %j", (query, expected) => {
  expect(normaliseSearch(query)).toBe(expected);
});

test("the beginning of a name or address, typed in any case, finds its term", () => {
  const words = fc.constantFrom(
    "Ana",
    "Mar\u00eda",
    "\u0141ukasz",
    "\u00d8rsted",
    "Gro\u00df",
    "\u0130lhan",
    "\uae40\ubbfc\uc218",
    "N\u00fa\u00f1ez",
  );
  fc.assert(
    fc.property(words, words, fc.nat(3), (firstName, lastName, cut) => {
      const terms = searchTermsOf({ firstName, lastName, email: "x@example.com" });
      for (const typed of [
        `${firstName} ${lastName}`,
        `${lastName} ${firstName.slice(0, 1 + cut)}`,
        lastName.normalize("NFD"),
      ]) {
        expect(terms.some((term) => term.startsWith(normaliseSearch(typed)))).toBe(true);
      }
    }),
  );
});

test("a search fits D1's limit for a pattern in every script", () => {
  for (const text of [
    "x".repeat(500),
    "\u0439".repeat(500),
    "\u738b".repeat(500),
    "\ud83e\udd84".repeat(500),
  ]) {
    const term = normaliseSearch(text);
    expect(new TextEncoder().encode(term).length).toBe(48);
    expect(term).not.toContain("\ufffd");
  }
});
