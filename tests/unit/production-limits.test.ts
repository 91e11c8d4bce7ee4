import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const file = readFileSync(resolve(import.meta.dirname, "../../wrangler.toml"), "utf8");
const production = file.slice(file.indexOf("[env.production]"));

// By hand from security.md 1.7: what is raised for the demo must not be raised for customers.
test("production has the limits of the design", () => {
  const bursts = [...production.matchAll(/name = "(\w+_LIMIT)"[^[]*limit = (\d+), period = (\d+)/g)];
  expect(bursts.map(([, name, limit, period]) => [name, Number(limit), Number(period)])).toEqual([
    ["SIGN_IN_LIMIT", 10, 60],
    ["MAIL_REQUEST_LIMIT", 10, 60],
    ["BAD_TOKEN_LIMIT", 20, 60],
    ["API_LIMIT", 600, 60],
    ["INVITE_LIMIT", 60, 60],
    ["CATALOG_LIMIT", 120, 60],
  ]);
  const counted = [
    "RECIPIENT_PER_DAY",
    "RECIPIENT_PER_MONTH",
    "RESEND_SECONDS",
    "BULK_RESEND_SECONDS",
    "EXPORTS_PER_HOUR",
    "REGISTRATIONS_PER_HOUR",
  ];
  const values = counted.map((name) => new RegExp(`^${name} = "(\\d+)"$`, "m").exec(production)?.[1]);
  expect(values).toEqual(["3", "10", "60", "600", "5", "10"]);
});
