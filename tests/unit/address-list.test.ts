import fc from "fast-check";
import { expect, test } from "vitest";
import {
  longestAddressList,
  mostAddresses,
  parseAddressList,
} from "../../worker/domain/people/address-list.ts";

/** `first|last|address`, or `!reason text` for what is no address. */
function read(text: string): string[] {
  return parseAddressList(text).addresses.map(({ firstName, lastName, email, problem, text: written }) =>
    email === null ? `!${problem} ${written}` : `${firstName}|${lastName}|${email}`,
  );
}

test.each<[string, string[]]>([
  ["ana@x.org", ["||ana@x.org"]],
  ["ana@x.org, ben@x.org;cleo@x.org", ["||ana@x.org", "||ben@x.org", "||cleo@x.org"]],
  [
    "ana@x.org ben@x.org\tcleo@x.org\r\n\r\ndan@x.org\n",
    ["||ana@x.org", "||ben@x.org", "||cleo@x.org", "||dan@x.org"],
  ],
  [
    "ana@x.org，ben@x.org；cleo@x.org、dan@x.org",
    ["||ana@x.org", "||ben@x.org", "||cleo@x.org", "||dan@x.org"],
  ],
  ["Ana Ruiz <ana@x.org>", ["Ana|Ruiz|ana@x.org"]],
  ["Ana María Ruiz <ana@x.org>", ["Ana María|Ruiz|ana@x.org"]],
  ["Ana <ana@x.org>", ["Ana||ana@x.org"]],
  ['"Ruiz, Ana" <ana@x.org>; ben@x.org', ["Ana|Ruiz|ana@x.org", "||ben@x.org"]],
  ['"Ruiz Gómez, Ana; Dr." <ana@x.org>', ["Ana; Dr.|Ruiz Gómez|ana@x.org"]],
  ["Ruiz, Ana <ana@x.org>; Lee, Ben <ben@x.org>", ["Ana|Ruiz|ana@x.org", "Ben|Lee|ben@x.org"]],
  ["Ana <ana@x.org>, Ben <ben@x.org>", ["Ana||ana@x.org", "Ben||ben@x.org"]],
  ["Ana <ana@x.org> Ben Lee <ben@x.org>", ["Ana||ana@x.org", "Ben|Lee|ben@x.org"]],
  ["<ana@x.org> <ben@x.org><cleo@x.org>", ["||ana@x.org", "||ben@x.org", "||cleo@x.org"]],
  ["'Ana Ruiz' <ana@x.org>", ["Ana|Ruiz|ana@x.org"]],
  ["ana@x.org <ana@x.org>, 'ben@x.org' <BEN@x.org>", ["||ana@x.org", "||ben@x.org"]],
  ["ben@x.org Ana Ruiz <ana@x.org> (work)", ["||ben@x.org", "Ana|Ruiz|ana@x.org"]],
  ["ana@x.org (Ana Ruiz)", ["Ana|Ruiz|ana@x.org"]],
  ["mailto:ana@x.org?subject=Hi, <mailto:ben@x.org>", ["||ana@x.org", "||ben@x.org"]],
  ["(ana@x.org). [ben@x.org] “cleo@x.org”", ["||ana@x.org", "||ben@x.org", "||cleo@x.org"]],
  ["Ana\tRuiz\tana@x.org\nben@x.org\tLee, Ben\n", ["Ana|Ruiz|ana@x.org", "Ben|Lee|ben@x.org"]],
  ["\u200bana@x.org\u00a0ben@x.org", ["||ana@x.org", "||ben@x.org"]],
  ["www.evil.example <ana@x.org>", ["||ana@x.org"]],
  ["", []],
  [" ,;\n\t, ", []],
])("%j is read as %j", (text, people) => {
  expect(read(text)).toEqual(people);
});

test.each<[string, string[]]>([
  ["ana@x.org, ben, cleo@x.org", ["||ana@x.org", "!malformed ben", "||cleo@x.org"]],
  ["ana@x.org anna example.com ben@x.org", ["||ana@x.org", "!malformed anna example.com", "||ben@x.org"]],
  ["ana @ x.org", ["!malformed ana @ x.org"]],
  ["ana@@x.org; ben@", ["!malformed ana@@x.org", "!malformed ben@"]],
  ["Ana <ana>, ben@x.org", ["!malformed Ana <ana>", "||ben@x.org"]],
  ['"john doe"@x.org', ['!quoted_local "john doe"@x.org']],
  ["jürgen@x.org", ["!not_ascii_local jürgen@x.org"]],
  ['5" screen, ana@x.org', ['!malformed 5" screen', "||ana@x.org"]],
  ['"ana, ben@x.org', ['!malformed "ana', "||ben@x.org"]],
  [`${"a".repeat(2_000)}@x.org ana@x.org`, [`!too_long ${"a".repeat(2_000)}@x.org`, "||ana@x.org"]],
])("what is no address in %j stays with its reason", (text, people) => {
  expect(read(text)).toEqual(people);
});

test("one mailbox in several spellings is one person, who keeps the name that one of them says", () => {
  const list = parseAddressList("ANA@x.org, ana@X.ORG.; Ana Ruiz <ana@x.org>\nben@x.org; nobody; nobody");
  expect(list.repeated).toBe(3);
  expect(list.addresses).toMatchObject([
    { email: "ana@x.org", firstName: "Ana", lastName: "Ruiz", text: "Ana Ruiz <ana@x.org>" },
    { email: "ben@x.org" },
    { email: null, text: "nobody" },
  ]);
});

test("a slip in the domain is offered for repair and not repaired", () => {
  expect(parseAddressList("Ana <ana@gmial.com>, ben@company.example").addresses).toMatchObject([
    { email: "ana@gmial.com", suggestion: "ana@gmail.com", firstName: "Ana" },
    { email: "ben@company.example", suggestion: null },
  ]);
});

test("a thousand people are taken, one more or a longer text is refused as a whole", () => {
  const people = Array.from({ length: mostAddresses }, (_, index) => `Person ${index} <p${index}@x.org>`);
  expect(parseAddressList(people.join("\n"))).toMatchObject({ refused: null, repeated: 0 });
  expect(parseAddressList(people.join("\n")).addresses).toHaveLength(mostAddresses);
  expect(parseAddressList([...people, "one-more@x.org"].join(",")).refused).toBe("too_many");
  expect(parseAddressList([...people, "P1@x.org"].join(","))).toMatchObject({ refused: null, repeated: 1 });
  expect(parseAddressList("a".repeat(longestAddressList + 1)).refused).toBe("too_long");
});

const scraps = fc.constantFrom(
  ...["ana@x.org", "Ben@Y.example", "Ana", "Ruiz", "<", ">", '"', "'", "(", ")", ",", ";", " ", "\t", "\n"],
  ...["@", ".", "mailto:", "?", "\\", "é", "\u200b", "<cleo@x.org>", "dan@gmial.com", "www.x.org"],
);
const pastes = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.array(scraps, { maxLength: 60 }).map((parts) => parts.join("")),
);

test("any text is read without a fault, and every address that stands alone in it is found", () => {
  fc.assert(
    fc.property(pastes, (text) => {
      const { addresses, refused } = parseAddressList(`${text}\nlast@x.org`);
      expect(refused).toBeNull();
      expect(addresses.some(({ email }) => email === "last@x.org")).toBe(true);
      for (const { email, problem } of addresses) expect(email === null).toBe(problem !== null);
    }),
  );
});

test("what was written for each person says the same when it is read again", () => {
  fc.assert(
    fc.property(pastes, (text) => {
      const first = parseAddressList(text).addresses.filter(({ email }) => email !== null);
      const again = parseAddressList(first.map(({ text: written }) => written).join("\n"));
      expect(again.addresses).toEqual(first);
    }),
  );
});

test("no text of the longest length costs more than its length", () => {
  // Its square would outlast the patience of the runner.
  const scrap = ["<", '"', "(", "a@", "@", ",", "\t", ' "', "<a", "a@x.org ", "a,", "'"];
  const hostile = [
    ...scrap.map((part) => part.repeat(Math.floor(longestAddressList / part.length))),
    `${" ".repeat(longestAddressList / 2)}a${'"'.repeat(longestAddressList / 2 - 1)}`,
    `${"a ".repeat(longestAddressList / 4)}${"<".repeat(longestAddressList / 2)}`,
    `"${"x".repeat(longestAddressList - 10)}@x.org`,
  ];
  for (const text of hostile) expect(() => parseAddressList(text)).not.toThrow();
});
