import fc from "fast-check";
import { expect, test } from "vitest";
import { safeReturnPath } from "../../worker/domain/return-path.ts";

const fallback = "/home";

test.each([
  "/",
  "/w/acme/people",
  "/w/acme/people?status=pending&q=a%20b",
  "/w/acme/people#row-3",
  "/w/acme/%C3%A9t%C3%A9",
  "/@acme",
  "/w/a//b",
  "/sign-in?next=%2Fw%2Facme",
  "/w/acme?url=https://evil.example",
])("%s is followed", (path) => {
  expect(safeReturnPath(path, fallback)).toBe(path);
});

test("a path is returned as the browser will read it", () => {
  expect(safeReturnPath("/w/acme/../beta/./x", fallback)).toBe("/w/beta/x");
  expect(safeReturnPath("/w/\u00e9", fallback)).toBe("/w/%C3%A9");
});

// S-20: forty ways to leave the house.
test.each([
  null,
  undefined,
  "",
  " ",
  "w/acme",
  "//evil.example",
  "//return-path.invalid/w/acme",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "//\\evil.example",
  "\t//evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "/\u0000/evil.example",
  " //evil.example",
  "/ /evil.example",
  "\u00a0//evil.example",
  "\ufeff//evil.example",
  "https://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "http:\\\\evil.example",
  "HTTPS://evil.example",
  "ftp://evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "%2f%2fevil.example",
  "/%2fevil.example",
  "/%2Fevil.example",
  "/%5cevil.example",
  "/%252fevil.example",
  "/%25255cevil.example",
  "@evil.example",
  ".evil.example",
  "user:pass@evil.example",
  "//user@evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/x/..//evil.example",
  "/%2e//evil.example",
  "/./%2fevil.example",
  "/x/../%5Cevil.example",
  "?next=//evil.example",
  "#//evil.example",
  "/w/acme\r\nSet-Cookie: a=b",
  "/w\\acme",
  `/${"x".repeat(2_048)}`,
])("%j leads to the fallback", (path) => {
  expect(safeReturnPath(path, fallback)).toBe(fallback);
});

test("whatever comes out stays on the origin that it is resolved against, even resolved twice", () => {
  const origin = "https://usher.example.com";
  const piece = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "%2f",
    "%5c",
    "%25",
    "\t",
    "\n",
    " ",
    "@",
    ":",
    "?",
    "#",
    "evil.example",
    "https:",
    "w",
    "\u3002",
    "\uff0f",
    "//",
  );
  let followed = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.boolean(), (pieces, rooted) => {
      const path = safeReturnPath((rooted ? "/" : "") + pieces.join(""), fallback);
      if (path !== fallback) followed++;
      expect(path).toMatch(/^\/(?![/\\])/);
      const once = new URL(path, origin);
      expect(once.origin).toBe(origin);
      expect(new URL(once.pathname, origin).origin).toBe(origin);
      expect(safeReturnPath(path, fallback)).toBe(path);
    }),
    { numRuns: 5_000 },
  );
  expect(followed).toBeGreaterThan(500);
});
