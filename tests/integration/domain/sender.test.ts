import { expect, test } from "vitest";
import type { DnsLookup } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, openHouse } from "../../support/house.ts";

type Zone = Record<string, string[] | null>;

/** What the DNS says of each name and kind; what is not named does not exist. */
function zone(records: Zone): DnsLookup & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async lookup(name, type) {
      asked.push(`${type} ${name}`);
      const found = records[`${type} ${name}`];
      return found === undefined ? [] : found;
    },
  };
}

const address = "no-reply@mail.harbour.example";
const good: Zone = {
  "CNAME pm-bounces.mail.harbour.example": ["pm.mtasv.net"],
  "TXT mail.harbour.example": ["some-site-verification=1", "v=spf1 mx include:spf.mtasv.net ~all"],
  "TXT 20260101pm._domainkey.mail.harbour.example": ["k=rsa; p=MIGfMA0"],
  "TXT _dmarc.mail.harbour.example": ["v=DMARC1; p=reject; rua=mailto:a@b.example"],
};

async function verdicts(records: Zone, dkimSelector: string | null = "20260101pm") {
  const house = openHouse({ dns: zone(records), sender: { address, returnPath: null, dkimSelector } });
  const { admin } = await createWorkspace(house);
  const { checks } = await useCases.viewSender(house.context(admin.caller), { check: true });
  return Object.fromEntries((checks ?? []).map(({ record, verdict }) => [record, verdict]));
}

test("the facts are told without asking anybody, and checked only where somebody wants it", async () => {
  const dns = zone(good);
  const house = openHouse({
    dns,
    sender: { address, returnPath: "bounce.harbour.example", dkimSelector: null },
  });
  const { workspace, admin } = await createWorkspace(house);
  const page = await useCases.viewSender(house.context(admin.caller), {});
  expect(page).toEqual({
    address,
    domain: "mail.harbour.example",
    returnPath: { name: "bounce.harbour.example", target: "pm.mtasv.net" },
    spf: "include:spf.mtasv.net",
    dkim: null,
    dmarc: "_dmarc.mail.harbour.example",
    fromName: workspace.name,
    replyTo: null,
    canCheck: true,
    checks: null,
  });
  expect(dns.asked).toEqual([]);
  const alone = openHouse();
  const other = await createWorkspace(alone);
  expect(await useCases.viewSender(alone.context(other.admin.caller), { check: true })).toMatchObject({
    canCheck: false,
    checks: null,
  });
});

test("a domain in order is said to be, and what is absent to be missing", async () => {
  expect(await verdicts(good)).toEqual({ return_path: "good", spf: "good", dkim: "good", dmarc: "good" });
  expect(await verdicts({})).toEqual({
    return_path: "missing",
    spf: "missing",
    dkim: "missing",
    dmarc: "missing",
  });
});

test("what could not be found out is unchecked, and nothing is concluded from it", async () => {
  const silent = Object.fromEntries(Object.keys(good).map((name) => [name, null]));
  expect(await verdicts(silent)).toEqual({
    return_path: "unchecked",
    spf: "unchecked",
    dkim: "unchecked",
    dmarc: "unchecked",
  });
  expect(await verdicts(good, null)).toMatchObject({ dkim: "unknown" });
});

test.each<[string, Zone, object]>([
  [
    "a return path elsewhere",
    { "CNAME pm-bounces.mail.harbour.example": ["mail.other.example"] },
    { return_path: "wrong" },
  ],
  ["no SPF beside a return path", { "TXT mail.harbour.example": [] }, { spf: "not_needed" }],
  [
    "an SPF of others and no return path",
    { "TXT mail.harbour.example": ["v=spf1 -all"], "CNAME pm-bounces.mail.harbour.example": [] },
    { spf: "wrong", return_path: "missing" },
  ],
  [
    "an include that only looks alike",
    {
      "TXT mail.harbour.example": ["v=spf1 include:spf.mtasv.net.evil.example -all"],
      "CNAME pm-bounces.mail.harbour.example": [],
    },
    { spf: "wrong" },
  ],
  [
    "two SPF records",
    { "TXT mail.harbour.example": ["v=spf1 include:spf.mtasv.net ~all", "v=spf1 mx"] },
    { spf: "several" },
  ],
  [
    "a key that was withdrawn",
    { "TXT 20260101pm._domainkey.mail.harbour.example": ["v=DKIM1; p="] },
    { dkim: "wrong" },
  ],
  [
    "a policy that only watches",
    { "TXT _dmarc.mail.harbour.example": ["v=DMARC1; p=none"] },
    { dmarc: "weak" },
  ],
  [
    "a policy that nobody knows",
    { "TXT _dmarc.mail.harbour.example": ["v=DMARC1; p=maybe"] },
    { dmarc: "wrong" },
  ],
  [
    "the policy of the domain above",
    { "TXT _dmarc.mail.harbour.example": [], "TXT _dmarc.harbour.example": ["v=DMARC1;p=quarantine"] },
    { dmarc: "good" },
  ],
])("%s is told apart", async (_what, records, expected) => {
  expect(await verdicts({ ...good, ...records })).toMatchObject(expected);
});
