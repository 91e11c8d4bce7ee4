import { expect, test } from "vitest";
import { type PolicyKey, policyFields } from "../../worker/domain/policies.ts";
import { type PresetName, presets } from "../../worker/domain/presets.ts";

/**
 * The five presets as (c.5) of the specification has them, by hand and never derived from the code: academy,
 * training_provider, collaborative, programs, skills. Where the product calls a value otherwise,
 * docs/policies.md says so.
 */
const five: Partial<Record<PolicyKey, readonly [unknown, unknown, unknown, unknown, unknown]>> = {
  "invite.link_ttl_s": [86_400, null, null, null, 604_800],
  "resend.token": ["rotate", "keep", "keep", "keep", "rotate"],
  "resend.expiry": ["restart", "restart", "restart", "restart", "restart"],
  "resend.message": [false, false, true, false, false],
  "cancel.enabled": [false, true, true, true, true],
  "cancel.keep_row": [false, true, false, false, true],
  "cancel.undo_enrolments": [true, true, true, true, true],
  "roles.may_invite": [
    ["admin"],
    ["admin", "unit_manager@unit"],
    ["admin", "group_admin@group", "user_admin@group"],
    ["admin", "group_admin@group"],
    ["admin"],
  ],
  "from_session.enabled": [false, false, true, true, false],
  "from_session.requires": [null, null, ["coach", "group_admin"], ["coach", "group_admin"], null],
  "group_level.may": ["add_existing", "invite", "invite", "invite", "none"],
  "invite.required": [
    ["email", "roles"],
    ["email", "first_name", "last_name", "roles"],
    ["email", "groups", "roles"],
    ["email", "roles"],
    ["email", "roles"],
  ],
  // invite.course_picker is "courses" in this list, and the sessions that S2 and S3 assign (D33) are "sessions".
  "invite.optional": [
    ["unit", "group"],
    ["customer", "workspace", "unit", "access_ends_on", "group", "courses"],
    ["sessions"],
    ["sessions", "language", "access_ends_on", "labels", "custom"],
    ["unit", "group", "courses"],
  ],
  "invite.unit_fields_for_roles": [["learner"], null, null, null, null],
  "invite.copy_link": [false, true, false, false, false],
  "invite.multi_address": [false, false, true, true, false],
  "invite.default_role": [null, "learner", null, null, null],
  "csv.default_role": [null, "learner", null, null, "learner"],
  "roles.multiple": [true, true, true, true, false],
  "invite.role_picker": ["single", "multi", "multi", "multi", "single"],
  "roles.scope_default": ["workspace", "workspace", "group", "group", "workspace"],
  "roles.set": [
    ["admin", "group_admin", "instructor", "learner"],
    ["learner", "unit_manager", "admin"],
    ["admin", "group_admin", "user_admin", "coach", "session_instructor", "learner"],
    ["admin", "group_admin", "coach", "session_instructor", "learner"],
    ["learner", "instructor", "admin"],
  ],
  name_source: ["invitee", "inviter_required", "invitee", "invitee", "inviter_optional"],
  "invite.existing_elsewhere": ["silent", "advise", "advise", "block", "advise"],
  "invite.existing_here": ["link_profile", "link_profile", "error_help", "error_help", "link_profile"],
  "csv.existing": ["fail", "skip", "skip", "skip", "skip"],
  "direct_setup.enabled": [false, false, true, true, false],
  "direct_setup.allowed_on_trial": [false, false, false, false, false],
  "direct_setup.credentials": [null, null, "temporary_password", "temporary_password", null],
  "billing.start_direct": [null, null, "on_notification", "on_notification", null],
  "billing.start_invited": [
    "on_activation",
    "on_activation",
    "on_activation",
    "on_activation",
    "on_activation",
  ],
  "csv.required": [
    ["email", "first_name", "last_name", "role"],
    ["email", "first_name", "last_name"],
    ["email"],
    ["email"],
    ["email"],
  ],
  // "password" is dropped from every file, "group_id" is group, "department" is unit.
  "csv.optional": [
    [],
    ["role", "unit", "group", "access_expires_on", "courses"],
    ["name", "first_name", "language", "group", "role"],
    ["name", "first_name", "language", "group", "role"],
    ["first_name", "last_name", "role", "unit", "group"],
  ],
  "csv.role_vocab": ["role_keys", "role_keys", "numbers_0_3", "numbers_0_3", "role_keys"],
  "csv.allowed_roles": [["learner"], ["learner", "unit_manager"], "all", "all", "all"],
  "csv.match": ["exact", "exact", "id", "id", "exact"],
  "csv.unknown_group": ["error", "error", "error", "error", "error"],
  "csv.preview": ["required", "required", "required", "required", "required"],
  "ui.pending_in_users_list": [true, true, true, false, false],
  "ui.pending_view": [
    "users_filter",
    "users_filter",
    "group_invited_panel",
    "invitations_list",
    "invitations_list",
  ],
  "groups.propagate_learner": [false, false, true, true, false],
  "access.expiry_enabled": [false, true, false, true, false],
  "access.on_expiry": [null, "expire", null, "delete", null],
  "enrol.from_group": [true, true, true, true, true],
  "notify.pre_activation": [
    "invite_only",
    "invite_only",
    "invite_and_session",
    "invite_and_session",
    "invite_only",
  ],
  "notify.pre_activation_trial": [null, null, "invite_and_reset_only", "invite_and_reset_only", null],
  "activation.after": ["login_page", "login_page", "auto_login", "auto_login", "auto_login"],
  "landing.by_role": [
    { admin: "manage", group_admin: "manage", instructor: "manage", learner: "portal" },
    {},
    {},
    {},
    { learner: "portal", "*": "manage" },
  ],
  "activation.verify_email": ["link_is_proof", "always", "link_is_proof", "link_is_proof", "link_is_proof"],
  "sso.skip_password_when_enforced": [true, true, true, true, true],
  "sso.fill_empty_names": [true, true, true, true, true],
  "selfreg.mode": ["catalog", "key", "group_link", "off", "off"],
  "selfreg.roles": [["learner"], ["learner"], ["learner"], [], []],
  "identity.email_change": ["never", "admin", "admin", "admin", "admin"],
  "identity.username": [false, false, "optional", "optional", false],
  "identity.allow_no_email": [false, false, true, true, false],
  "lifecycle.deactivate": [true, true, true, true, true],
  "lifecycle.remove": ["irreversible", "irreversible", "delete", "delete", "irreversible"],
  "mail.from_name": ["{workspace}", "{product}", "{workspace}", "{workspace}", "{workspace}"],
  // "You're invited to {workspace}", "Invitation to {workspace}" three times, "Welcome to {product}".
  "mail.subject": [
    "invited_to_workspace",
    "invitation_to_workspace",
    "invitation_to_workspace",
    "invitation_to_workspace",
    "welcome_to_product",
  ],
  "mail.cta": [
    "set_password_and_get_started",
    "accept_invitation",
    "accept_invitation",
    "accept_invitation",
    "set_your_password",
  ],
  "limits.users_soft": [200_000, 200_000, 200_000, 200_000, 200_000],
  "roles.effective": ["next_request", "next_request", "next_request", "next_request", "next_request"],
  "ui.role_switcher": [true, false, false, false, false],
  "roles.may_manage_invites": [
    ["admin"],
    ["admin", "unit_manager@unit"],
    ["admin", "group_admin@group", "user_admin@group"],
    ["admin", "group_admin@group"],
    ["admin"],
  ],
  // D49 and unit.max_per_user, of the notes on how to read the file.
  "reminders.schedule": [[], [], [], [], []],
  "units.per_person": ["one", "one", "several", "several", "one"],
};

/** The product's own preset as (c.6) has it. */
const own: Partial<Record<PolicyKey, unknown>> = {
  "invite.link_ttl_s": 604_800,
  "invite.link_ttl_max_s": 90 * 86_400,
  "resend.token": "rotate",
  "resend.expiry": "restart",
  "resend.message": true,
  "cancel.enabled": true,
  "cancel.keep_row": true,
  "cancel.undo_enrolments": true,
  "roles.set": ["admin", "unit_manager", "group_admin", "instructor", "learner"],
  "roles.may_invite": ["admin", "unit_manager@unit", "group_admin@group"],
  "roles.may_manage_invites": ["admin", "unit_manager@unit", "group_admin@group"],
  "roles.multiple": true,
  "invite.required": ["email", "roles"],
  "invite.role_picker": "multi",
  "invite.default_role": "learner",
  "invite.multi_address": true,
  "invite.copy_link": true,
  "invite.existing_elsewhere": "silent",
  "invite.existing_here": "link_profile",
  name_source: "invitee",
  "from_session.enabled": false,
  "group_level.may": "invite",
  "csv.required": ["email"],
  "csv.optional": "all",
  "csv.allowed_roles": "all",
  "csv.default_role": "learner",
  "csv.match": "case_insensitive",
  "csv.unknown_group": "error",
  "csv.existing": "skip",
  "direct_setup.enabled": true,
  "direct_setup.allowed_on_trial": false,
  "direct_setup.credentials": "set_password_link",
  "groups.propagate_learner": false,
  "access.expiry_enabled": true,
  "access.on_expiry": "expire",
  "activation.after": "auto_login",
  "activation.verify_email": "link_is_proof",
  "selfreg.mode": "off",
  "identity.email_change": "user_with_verification",
  "identity.username": false,
  "identity.allow_no_email": false,
  "lifecycle.deactivate": true,
  "lifecycle.remove": "irreversible",
  "remove.learning_records": "keep_pseudonymised",
  "reminders.schedule": [
    { kind: "share", of: 0.5 },
    { kind: "before_end", seconds: 86_400 },
  ],
  "mail.from_name": "{workspace}",
  "mail.subject": "inviter_invited_you",
  "ui.role_switcher": true,
  "ui.pending_in_users_list": true,
};

const names: readonly PresetName[] = ["academy", "training_provider", "collaborative", "programs", "skills"];

test.each(names.map((name, at) => [name, at] as const))(
  "the preset %s is what the specification says",
  (name, at) => {
    const wanted = Object.fromEntries(Object.entries(five).map(([key, values]) => [key, values[at]]));
    const has = Object.fromEntries(Object.keys(five).map((key) => [key, presets[name][key as PolicyKey]]));
    expect(has).toEqual(wanted);
  },
);

test("the product's own preset is what the specification says", () => {
  const has = Object.fromEntries(Object.keys(own).map((key) => [key, presets.standard[key as PolicyKey]]));
  expect(has).toEqual(own);
  expect(presets.standard["invite.optional"]).toContain("courses");
});

test("every key is one of the specification's or one that is told as the product's own", () => {
  const productsOwn: PolicyKey[] = [
    "invite.link_ttl_max_s",
    "units.enabled",
    "groups.root",
    "session.remind_hours",
    "landing.priority",
    "remove.learning_records",
    "retention.never_accepted_days",
    "retention.import_rows_days",
    "identity.password_min",
    "identity.card_days",
    "mail.track_opens",
    "seats.reserve",
    "selfreg.check",
    "selfreg.domains_allowed",
    "selfreg.domains_refused",
    "selfreg.refund",
    "terms",
  ];
  const told = new Set<string>([...Object.keys(five), ...Object.keys(own), ...productsOwn]);
  expect(Object.keys(policyFields).filter((key) => !told.has(key))).toEqual([]);
});
