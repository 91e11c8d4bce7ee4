import { expect, test } from "vitest";
import {
  contradictions,
  overridesWith,
  type PolicyKey,
  policiesOf,
  policyChangesField,
  policyFields,
  presets,
} from "../../worker/domain/policies.ts";

test("every value of every preset is one that a workspace may choose, and none contradicts another", () => {
  for (const [name, preset] of Object.entries(presets)) {
    expect([name, Object.keys(preset).sort()]).toEqual([name, Object.keys(policyFields).sort()]);
    for (const [key, value] of Object.entries(preset)) {
      const parsed = policyFields[key as PolicyKey].safeParse(value);
      expect([name, key, parsed.data]).toEqual([name, key, value]);
    }
    expect([name, contradictions(preset)]).toEqual([name, []]);
  }
});

const refused: [PolicyKey, unknown][] = [
  ["invite.link_ttl_s", 60],
  ["invite.link_ttl_s", "a week"],
  ["invite.link_ttl_max_s", 1e12],
  ["resend.token", "ROTATE"],
  ["resend.message", "true"],
  ["roles.set", ["learner"]],
  ["roles.set", ["admin", "emperor"]],
  ["roles.may_invite", ["admin@everywhere"]],
  ["roles.may_invite", "admin"],
  ["invite.required", ["shoe_size"]],
  ["invite.default_role", "emperor"],
  ["identity.password_min", 8],
  ["identity.password_min", 500],
  ["ui.status_labels", { sent: "Sent" }],
  ["ui.status_labels", { sent: "Sent", active: "Ac\u202etive" }],
  ["ui.status_labels", { sent: "Sent", active: "Active", more: "x" }],
  ["mail.from_name", "{anybody}"],
  ["csv.allowed_roles", "none"],
  ["reminders.schedule", [{ kind: "share", of: 1.5 }]],
  ["reminders.schedule", Array(6).fill({ kind: "share", of: 0.5 })],
];

test.each(refused)("%s may not be %j", (key, value) => {
  const parsed = policyChangesField.safeParse({ [key]: value });
  expect(parsed.error?.issues[0]?.path[0]).toBe(key);
});

test("a key that is not known is refused, also one that every object has", () => {
  for (const key of ["invite.anything", "constructor", "toString"]) {
    const parsed = policyChangesField.safeParse({ [key]: true });
    expect([key, parsed.error?.issues[0]?.code]).toEqual([key, "unrecognized_keys"]);
  }
});

test("null resets a key, and where null is a value the word preset does", () => {
  const overrides = { "invite.copy_link": false, "invite.link_ttl_s": 86_400, "resend.token": "keep" };
  expect(overridesWith(overrides, { "invite.copy_link": null, "invite.link_ttl_s": null })).toEqual({
    "invite.link_ttl_s": null,
    "resend.token": "keep",
  });
  expect(overridesWith(overrides, { "invite.link_ttl_s": "preset", "resend.token": null })).toEqual({
    "invite.copy_link": false,
  });
  for (const value of [null, "preset", 3_600]) {
    expect(policyChangesField.safeParse({ "invite.link_ttl_s": value }).success).toBe(true);
  }
  expect(policyChangesField.safeParse({ "resend.token": "preset" }).success).toBe(false);
});

test("policies that contradict each other are named by the key to mend", () => {
  const keysOf = (overrides: Record<string, unknown>) =>
    contradictions(policiesOf("standard", overrides)).map(({ key }) => key);
  expect(keysOf({ "roles.set": ["admin", "instructor"] })).toEqual([
    "invite.default_role",
    "csv.default_role",
  ]);
  expect(keysOf({ "invite.link_ttl_s": null })).toEqual(["invite.link_ttl_s"]);
  expect(keysOf({ "invite.link_ttl_max_s": 86_400 })).toEqual(["invite.link_ttl_s"]);
  expect(keysOf({ "invite.link_ttl_s": null, "invite.link_ttl_max_s": null })).toEqual([]);
});
