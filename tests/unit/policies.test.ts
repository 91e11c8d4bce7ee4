import { expect, test } from "vitest";
import {
  overridesWith,
  type PolicyKey,
  policiesOf,
  policyChangesField,
  policyFields,
} from "../../worker/domain/policies.ts";
import { contradictions } from "../../worker/domain/policy-contradictions.ts";
import { type PresetName, presets } from "../../worker/domain/presets.ts";

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
  ["terms", { en: { unit: { one: "School" } } }],
  ["terms", { en: { status_active: "Ac\u202etive" } }],
  ["terms", { en: { status_active: "Active", status_more: "x" } }],
  ["terms", { it: { people: "Persone" } }],
  ["mail.from_name", "{anybody}"],
  ["csv.allowed_roles", "none"],
  ["access.on_expiry", "explode"],
  ["csv.optional", ["email"]],
  ["csv.optional", "some"],
  ["csv.preview", "optional"],
  ["group_level.may", "everything"],
  ["identity.username", true],
  ["identity.username", "required"],
  ["landing.by_role", { emperor: "manage" }],
  ["landing.by_role", { learner: "dashboard" }],
  ["landing.by_role", []],
  ["landing.priority", ["emperor"]],
  ["landing.priority", "admin"],
  ["limits.users_soft", 0],
  ["limits.users_soft", 1.5],
  ["limits.users_soft", "many"],
  ["retention.never_accepted_days", 1],
  ["retention.import_rows_days", 0],
  ["retention.import_rows_days", 366],
  ["roles.effective", "next_week"],
  ["selfreg.roles", ["admin"]],
  ["selfreg.check", "never"],
  ["selfreg.domains_allowed", ["not a domain"]],
  ["selfreg.domains_allowed", ["*"]],
  ["selfreg.domains_refused", ["10.0.0.1"]],
  ["selfreg.domains_refused", Array.from({ length: 201 }, (_, at) => `d${at}.example`)],
  ["selfreg.refund", "half"],
  ["session.remind_hours", 10_000],
  ["reminders.schedule", "weekly"],
  ["reminders.schedule", [{ kind: "before_end", seconds: -5 }]],
  ["reminders.schedule", [{ kind: "before_end", seconds: 60, more: 1 }]],
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

/** What cannot be, by hand: what is changed of a preset, and the keys that are named for it. */
const impossible: [name: string, preset: PresetName, Record<string, unknown>, PolicyKey[]][] = [
  [
    "a usual role that there is not",
    "standard",
    { "roles.set": ["admin", "unit_manager", "group_admin", "instructor"] },
    ["invite.default_role", "csv.default_role"],
  ],
  [
    "a link without end under a longest term",
    "standard",
    { "invite.link_ttl_s": null },
    ["invite.link_ttl_s"],
  ],
  ["a link longer than the longest", "skills", { "invite.link_ttl_max_s": 86_400 }, ["invite.link_ttl_s"]],
  [
    "a reminder before every link begins",
    "standard",
    { "reminders.schedule": [{ kind: "before_end", seconds: 90 * 86_400 }] },
    ["reminders.schedule"],
  ],
  [
    "a reminder after every link has ended",
    "standard",
    { "reminders.schedule": [{ kind: "after_sending", seconds: 91 * 86_400 }] },
    ["reminders.schedule"],
  ],
  [
    "a role that there is not may invite",
    "academy",
    { "roles.may_invite": ["admin", "coach@group"] },
    ["roles.may_invite", "roles.may_invite"],
  ],
  [
    "a role of groups may invite in a unit",
    "collaborative",
    { "roles.may_invite": ["admin", "user_admin@unit"] },
    ["roles.may_invite"],
  ],
  [
    "an administrator of one group",
    "standard",
    { "roles.may_manage_invites": ["admin@group"] },
    ["roles.may_manage_invites"],
  ],
  ["learners invite", "standard", { "roles.may_invite": ["admin", "learner"] }, ["roles.may_invite"]],
  [
    "a picker of several where people have one role",
    "skills",
    { "invite.role_picker": "multi" },
    ["invite.role_picker"],
  ],
  ["managers of units without units", "standard", { "units.enabled": false }, ["roles.set"]],
  [
    "a unit that is required without units",
    "collaborative",
    { "invite.required": ["email", "roles", "unit"] },
    ["invite.required"],
  ],
  [
    "places that are required of nobody",
    "academy",
    { "invite.required": ["email", "roles", "groups"], "invite.unit_fields_for_roles": [] },
    ["invite.required"],
  ],
  ["an invitation to no address", "standard", { "invite.required": ["roles"] }, ["invite.required"]],
  [
    "names from the inviter, who is not asked",
    "standard",
    { name_source: "inviter_required" },
    ["name_source", "csv.required"],
  ],
  [
    "fields for a role that there is not",
    "academy",
    { "invite.unit_fields_for_roles": ["coach"] },
    ["invite.unit_fields_for_roles"],
  ],
  ["a file without addresses", "standard", { "csv.required": ["first_name"] }, ["csv.required"]],
  [
    "a role that the file must name and cannot",
    "skills",
    { "csv.default_role": null, "csv.optional": ["unit"] },
    ["csv.optional"],
  ],
  [
    "a usual role that may not come by file",
    "training_provider",
    { "csv.allowed_roles": ["unit_manager"] },
    ["csv.default_role"],
  ],
  ["nobody by file", "academy", { "csv.allowed_roles": [] }, ["csv.allowed_roles"]],
  [
    "a role that there is not by file",
    "academy",
    { "csv.allowed_roles": ["learner", "coach"] },
    ["csv.allowed_roles"],
  ],
  ["from a session by nobody", "skills", { "from_session.enabled": true }, ["from_session.requires"]],
  [
    "from a session by a role that there is not",
    "programs",
    { "from_session.requires": ["user_admin"] },
    ["from_session.requires"],
  ],
  [
    "from a session by a role without groups",
    "standard",
    { "from_session.enabled": true, "from_session.requires": ["instructor"] },
    ["from_session.requires"],
  ],
  [
    "from a session without learners",
    "programs",
    { "roles.set": ["admin", "group_admin", "coach"], "selfreg.roles": [] },
    ["from_session.enabled"],
  ],
  [
    "a place to begin for a role that there is not",
    "skills",
    { "landing.by_role": { coach: "portal" } },
    ["landing.by_role"],
  ],
  [
    "an order of roles that there are not",
    "skills",
    { "landing.priority": ["learner", "coach"] },
    ["landing.priority"],
  ],
  ["access that ends in nothing", "academy", { "access.expiry_enabled": true }, ["access.on_expiry"]],
  [
    "setting up with nothing to sign in with, and no day to count from",
    "academy",
    { "direct_setup.enabled": true },
    ["direct_setup.credentials", "billing.start_direct"],
  ],
  ["no address and no username", "standard", { "identity.allow_no_email": true }, ["identity.username"]],
  [
    "no address, and nobody is set up",
    "academy",
    { "identity.allow_no_email": true, "identity.username": "optional" },
    ["direct_setup.enabled"],
  ],
  [
    "domains allowed and refused",
    "standard",
    { "selfreg.domains_allowed": ["example.org"], "selfreg.domains_refused": ["example.com"] },
    ["selfreg.domains_refused"],
  ],
  ["registering as nothing", "skills", { "selfreg.mode": "catalog" }, ["selfreg.roles"]],
];

test.each(impossible)("refused: %s", (_, preset, overrides, keys) => {
  expect(contradictions(policiesOf(preset, overrides)).map(({ key }) => key)).toEqual(keys);
  expect(contradictions(policiesOf(preset, {}))).toEqual([]);
});

test("what contradicts nothing is let be", () => {
  const fine: [PresetName, Record<string, unknown>][] = [
    ["standard", { "invite.link_ttl_s": null, "invite.link_ttl_max_s": null }],
    ["standard", { "roles.may_invite": ["admin", "group_admin"] }],
    ["standard", { "from_session.enabled": true }],
    ["standard", { "group_level.may": "add_existing" }],
    ["academy", { "landing.by_role": { "*": "portal" } }],
    ["skills", { "units.enabled": false }],
  ];
  for (const [preset, overrides] of fine) {
    expect([overrides, contradictions(policiesOf(preset, overrides))]).toEqual([overrides, []]);
  }
});
