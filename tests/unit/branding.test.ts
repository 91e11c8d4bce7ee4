import { expect, test } from "vitest";
import { slugOf } from "../../app/slug.ts";
import {
  mailTextChangesField,
  mailTextsWith,
  type OwnMailTexts,
  ownTextField,
} from "../../worker/domain/mail/mail-texts.ts";
import { readPicture } from "../../worker/domain/workspaces/logo.ts";
import { jpeg, png, textBytes, webp } from "../support/pictures.ts";

test("a picture is known by its bytes, with its size", () => {
  expect(readPicture(png(320, 96))).toEqual({ mediaType: "image/png", width: 320, height: 96 });
  expect(readPicture(jpeg(640, 480))).toEqual({ mediaType: "image/jpeg", width: 640, height: 480 });
  for (const kind of ["VP8 ", "VP8L", "VP8X"] as const) {
    expect(readPicture(webp(kind, 300, 200))).toEqual({ mediaType: "image/webp", width: 300, height: 200 });
  }
});

test("what is no picture is none, whatever it calls itself", () => {
  for (const text of [
    "",
    "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "<?xml version='1.0'?><svg/>",
    "<!doctype html><script>alert(1)</script>",
    "GIF89a\x01\x00\x01\x00<script>",
    "RIFF____WAVEfmt ",
    "%PDF-1.7",
  ]) {
    expect([text, readPicture(textBytes(text))]).toEqual([text, null]);
  }
});

test("a picture that is cut off at any byte before its size is none, and no cut throws", () => {
  for (const whole of [png(10, 10), jpeg(10, 10), webp("VP8 ", 10, 10), webp("VP8X", 10, 10)]) {
    for (let length = 0; length < 20; length += 1) {
      expect([length, readPicture(whole.subarray(0, length))]).toEqual([length, null]);
    }
    for (let length = 20; length < whole.length; length += 1) readPicture(whole.subarray(0, length));
  }
});

const wrong = (text: unknown) => ownTextField.safeParse(text).error?.issues[0]?.message;

test("a subject or a button is one plain line with known variables", () => {
  for (const text of [
    "{inviter} invited you to {workspace}",
    "  Welcome,   {first_name}! ",
    "Ihr Platz bei {workspace} – {product}",
    "می‌خواهم به {workspace}",
    "x".repeat(120),
    "",
    null,
  ]) {
    expect([text, wrong(text)]).toEqual([text, undefined]);
  }
  expect(ownTextField.parse("  Welcome,   {first_name}! ")).toBe("Welcome, {first_name}!");
});

test("what could be read as something else is refused with what is allowed", () => {
  const refused: [text: unknown, because: RegExp][] = [
    ["Hello {name}", /There is no variable \{name\}. Allowed are \{workspace\}, \{inviter\}/],
    ["Hello {}", /There is no variable \{\}/],
    ["Hello {constructor}", /no variable/],
    ["Hello {{workspace}}", /brace/],
    ["Hello {workspace", /brace/],
    ["Hello workspace}", /brace/],
    ["Hello <b>you</b>", /plain text/],
    ["2 > 1", /plain text/],
    ["Hello\nBcc: everybody@example.com", /line break/],
    ["Hello\r\nX-Evil: 1", /line break/],
    ["Hello\u2028there", /line break/],
    ["Hello\u0000", /invisible/],
    ["Hello \u202Egnp.exe", /invisible/],
    ["\uFDD0workspace\uFDD1", /invisible/],
    ["x".repeat(121), /120 characters/],
    ["See https://evil.example", /web address/],
    ["www.evil.example", /web address/],
    ["mail me@evil.example", /@/],
    [7, /Enter a text/],
  ];
  for (const [text, because] of refused)
    expect([text, wrong(text)]).toEqual([text, expect.stringMatching(because)]);
});

test("a change of own texts keeps what it does not name, and null gives the usual text back", () => {
  const texts: OwnMailTexts = {
    en: { invitation: { subject: "One", button: "Two" }, reminder: { subject: "Three" } },
    de: { invitation: { subject: "Eins" } },
  };
  const change = (changes: unknown) => mailTextsWith(texts, mailTextChangesField.parse(changes));
  expect(change({})).toEqual(texts);
  expect(change({ en: { invitation: { subject: "New" } } })).toEqual({
    ...texts,
    en: { ...texts.en, invitation: { subject: "New", button: "Two" } },
  });
  expect(change({ en: { invitation: { subject: null } } })?.en?.invitation).toEqual({ button: "Two" });
  expect(change({ en: { invitation: { subject: null, button: "" } } })?.en).toEqual({
    reminder: { subject: "Three" },
  });
  expect(change({ en: null })).toEqual({ de: texts.de });
  expect(change({ en: null, de: { invitation: null } })).toBeNull();
  for (const bad of [
    { it: {} },
    { en: { password_reset: { subject: "x" } } },
    { en: { invitation: { heading: "x" } } },
    { en: "x" },
    [],
  ]) {
    expect([bad, mailTextChangesField.safeParse(bad).success]).toEqual([bad, false]);
  }
});

test("a name suggests an address", () => {
  expect(slugOf("Harbour School")).toBe("harbour-school");
  expect(slugOf("  Städtische Straßen & Brücken GmbH ")).toBe("stadtische-strassen-brucken-gmbh");
  expect(slugOf("École d’été")).toBe("ecole-d-ete");
  expect(slugOf("Академия")).toBe("");
  expect(slugOf("x".repeat(60))).toHaveLength(48);
  expect(slugOf(`${"x".repeat(47)} y`)).toBe("x".repeat(47));
});
