import { expect, test } from "vitest";
import { domainPattern, isOfDomain, mayComeFrom } from "../../worker/domain/people/domain-pattern.ts";

test("a domain is kept as addresses are: in lower case, without blanks", () => {
  expect(domainPattern.parse(" Example.ORG ")).toBe("example.org");
  expect(domainPattern.parse("*.Example.org")).toBe("*.example.org");
});

test.each([
  "",
  "org",
  "*",
  "*.org.",
  "exa mple.org",
  "a@example.org",
  "*.*.example.org",
  "10.0.0.1",
  "-a.org",
])("%j is no domain", (input) => {
  expect(domainPattern.safeParse(input).success).toBe(false);
});

test("a domain is itself and nothing that ends like it; a star is what lies below it", () => {
  expect(isOfDomain("ana@example.org", ["example.org"])).toBe(true);
  expect(isOfDomain("ana@mail.example.org", ["example.org"])).toBe(false);
  expect(isOfDomain("ana@badexample.org", ["example.org", "*.example.org"])).toBe(false);
  expect(isOfDomain("ana@a.mail.example.org", ["*.example.org"])).toBe(true);
  expect(isOfDomain("ana@example.org", ["*.example.org"])).toBe(false);
});

test("without a list of allowed domains all may come but the refused ones", () => {
  const lists = { allowed: [], refused: ["spam.example"] };
  expect(mayComeFrom("ana@example.org", lists)).toBe(true);
  expect(mayComeFrom("ana@spam.example", lists)).toBe(false);
  expect(mayComeFrom("ana@example.org", { allowed: ["school.example"], refused: [] })).toBe(false);
});
