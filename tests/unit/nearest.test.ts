import fc from "fast-check";
import { expect, test } from "vitest";
import { suggestDomain } from "../../worker/domain/imports/mail-domains.ts";
import { nearest } from "../../worker/domain/imports/nearest.ts";

const roles = ["admin", "unit_manager", "group_admin", "coach", "instructor", "learner"];

test.each([
  ["lerner", "learner"],
  ["learnre", "learner"],
  ["LEARNER", "learner"],
  ["coahc", "coach"],
  ["Unit Manager", "unit_manager"],
  ["unitmanager", "unit_manager"],
  ["instrutcor", "instructor"],
  ["wizard", null],
  ["", null],
  ["x".repeat(100_000), null],
])("for %j the nearest role is %s (F56)", (word, expected) => {
  expect(nearest(word, roles)).toBe(expected);
});

test("names are found without case and accents, and given as they are written (F57)", () => {
  expect(nearest("sales", ["Marketing", "Sales"])).toBe("Sales");
  expect(nearest("ecole du nord", ["École du Nord", "École du Sud"])).toBe("École du Nord");
  expect(nearest("Evenign class", ["Evening class", "Morning class"])).toBe("Evening class");
});

test("where two are equally near, neither is suggested", () => {
  expect(nearest("Year 9", ["Year 7", "Year 8"])).toBeNull();
  expect(nearest("Year 7", ["Year 7", "Year 8"])).toBe("Year 7");
  expect(nearest("Yaer 77", ["Year 8", "Year 9", "Year 77"])).toBe("Year 77");
});

test("a word of one or two letters is no slip for another", () => {
  expect(nearest("7b", ["7a"])).toBeNull();
  expect(nearest("IT", ["HR", "it"])).toBe("it");
});

test("a swap of neighbours is one edit", () => {
  expect(nearest("abdce", ["abcde"])).toBe("abcde");
  expect(nearest("badce", ["abcde"])).toBeNull();
});

test("asking again, in another order or of another list, changes no answer", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 6 }), fc.array(letters, { maxLength: 10 }), (list, words) => {
      const answers = words.map((word) => nearest(word, list));
      expect(words.map((word) => nearest(word, list))).toEqual(answers);
      expect(words.map((word) => nearest(word, [...list].reverse()))).toEqual(answers);
      for (const answer of answers) if (answer !== null) expect(list).toContain(answer);
    }),
  );
});

test.each([
  ["ana@gmial.com", "ana@gmail.com"],
  ["ana@gmail.co", "ana@gmail.com"],
  ["ana@gmail.con", "ana@gmail.com"],
  ["ana@gmai.com", "ana@gmail.com"],
  ["ana@gmal.con", "ana@gmail.com"],
  ["ana@hotmial.com", "ana@hotmail.com"],
  ["ana@hotmal.con", "ana@hotmail.com"],
  ["ana@yahoo.co", "ana@yahoo.com"],
  ["ana@yahooo.com", "ana@yahoo.com"],
  ["ana@outlok.com", "ana@outlook.com"],
  ["ana@icluod.com", "ana@icloud.com"],
  ["ana@example.con", "ana@example.com"],
  ["ana@school.ogr", "ana@school.org"],
])("%s was most likely meant as %s", (written, meant) => {
  expect(suggestDomain(written)).toBe(meant);
});

test.each([
  "ana@gmail.com",
  "ana@googlemail.com",
  "ana@mail.com",
  "ana@email.com",
  "ana@ymail.com",
  "ana@hotmail.be",
  "ana@yahoo.com.mx",
  "ana@yahoo.co.in",
  "ana@live.nl",
  "ana@gmx.at",
  "ana@aon.com",
  "ana@like.com",
  "ana@gmac.com",
  "ana@school.co",
  "ana@example.org",
  "ana@sub.gmail.example",
  "no address",
  "",
])("about %j there is nothing to say", (address) => {
  expect(suggestDomain(address)).toBeNull();
});
