import { expect, test } from "vitest";
import { loginField, loginNameKey, parseLoginName } from "../../worker/domain/people/login-name.ts";

test.each([
  ["ana", "ana"],
  [" Ana.Ruiz ", "Ana.Ruiz"],
  ["ana_ruiz-2", "ana_ruiz-2"],
  ["７ana", "7ana"],
  ["a".repeat(64), "a".repeat(64)],
])("%j is a username", (typed, name) => {
  expect(parseLoginName(typed)).toEqual({ ok: true, name });
});

test.each([
  ["", "login_name_short"],
  ["ab", "login_name_short"],
  ["a".repeat(65), "login_name_long"],
  ["ana@example.com", "login_name_address"],
  ["ana＠example.com", "login_name_address"],
  ["@ana", "login_name_address"],
  ["ana ruiz", "login_name_form"],
  ["-ana", "login_name_form"],
  ["ana.", "login_name_form"],
  ["müller", "login_name_form"],
  ["аna", "login_name_form"],
  ["an\u200ba", "login_name_form"],
])("%j is none: %s", (typed, reason) => {
  expect(parseLoginName(typed)).toEqual({ ok: false, reason });
});

test("names that are taken for one another have one key, others have their own", () => {
  const alike = ["lilo.10", "LILO-1O", "1i1o_lo", "Iilo.I0"];
  expect(new Set(alike.map(loginNameKey)).size).toBe(1);
  const apart = ["ana", "anna", "ana.r", "anar", "ana2", "ana3"];
  expect(new Set(apart.map(loginNameKey)).size).toBe(apart.length);
});

test("what is typed to sign in is an address where it has an @, otherwise a username", () => {
  expect(loginField.parse(" Ana@Example.com ")).toEqual({ email: "ana@example.com" });
  expect(loginField.parse("Ana.Ruiz")).toEqual({ nameKey: "ana-rulz" });
  for (const neither of ["", "a", "ana@", "@example.com", "an a"]) {
    expect([neither, loginField.safeParse(neither).success]).toEqual([neither, false]);
  }
});
