import * as z from "zod";
import { roleKeys } from "./permissions.ts";

const day = 86_400;

const yesNo = z.boolean("Choose true or false.");
const role = z.enum(roleKeys, `Roles are: ${roleKeys.join(", ")}.`);
const roles = z.array(role, "Give a list of roles.").max(roleKeys.length, "Name each role once.");
const roleRight = z
  .string("Give a role, like admin or unit_manager@unit.")
  .regex(
    new RegExp(`^(?:${roleKeys.join("|")})(?:@(?:workspace|unit|group))?$`),
    "Give a role, like admin or unit_manager@unit.",
  );
const roleRights = z.array(roleRight, "Give a list of roles.").max(40, "At most 40 entries.");
const linkTerm = z
  .int("Give whole seconds.")
  .min(3_600, "A link lasts at least one hour.")
  .max(3_650 * day, "A link lasts at most ten years; null: without end.");
const label = z
  .string("Give a word.")
  .trim()
  .regex(/^[^\p{C}]{1,30}$/u, "Give 1 to 30 characters, none of them invisible.");

function oneOf<const Choice extends string>(...choices: readonly Choice[]) {
  return z.enum(choices, `Choose one of: ${choices.join(", ")}.`);
}

function someOf<const Choice extends string>(...choices: readonly Choice[]) {
  return z.array(oneOf(...choices), "Give a list.").max(choices.length, "Name each once.");
}

const reminderDistance = z
  .int("Give whole seconds.")
  .min(1, "At least one second.")
  .max(3_650 * day, "At most ten years.");

/** A moment of a link's term: a share of it, a time before its end, or a time after the sending (D49). */
const reminderMoment = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("share"),
      of: z.number("Give a share.").gt(0, "A share is above 0.").lt(1, "A share is below 1."),
    }),
    z.strictObject({ kind: z.literal("before_end"), seconds: reminderDistance }),
    z.strictObject({ kind: z.literal("after_sending"), seconds: reminderDistance }),
  ],
  "Give a moment: share, before_end or after_sending.",
);
export type ReminderMoment = z.output<typeof reminderMoment>;

/**
 * Where the reference products disagree, a workspace chooses (policies.md D1 to D48). A preset is a
 * named set of values; use cases read keys, never preset names. Times are seconds, null: without end.
 */
export const policyFields = {
  /** D1: term of a link. */
  "invite.link_ttl_s": linkTerm.nullable(),
  /** Longest term an inviter may choose; null: no bound. */
  "invite.link_ttl_max_s": linkTerm.nullable(),
  /** D2: does a resend replace the link or mail the same one again. */
  "resend.token": oneOf("rotate", "keep"),
  /** D3: does a resend begin the term anew. */
  "resend.expiry": oneOf("restart", "keep"),
  /** D4: may a resend carry a typed message. */
  "resend.message": yesNo,
  /** D5: do canceled invitations stay in the list. */
  "cancel.keep_row": yesNo,
  /** D16: roles that exist here. A workspace cannot be without administrators. */
  "roles.set": roles.refine((set) => set.includes("admin"), { message: "admin must be among the roles." }),
  /** D6 and D48: who may invite and who may resend, edit and cancel, as `role` or `role@scope`. */
  "roles.may_invite": roleRights,
  "roles.may_manage_invites": roleRights,
  /** D8: may roles of a part (a unit, a group) bring in new people, or only add those who are members already. */
  "group_level.may": oneOf("invite", "add_existing"),
  /** D7: may the instructor of a session invite learners to it, and which role must they hold in the group. */
  "from_session.enabled": yesNo,
  "from_session.requires": roles,
  /** D14. */
  "roles.multiple": yesNo,
  /** D9: what the single form insists on. */
  "invite.required": someOf("email", "first_name", "last_name", "roles", "unit", "groups"),
  /** D10: what else the form offers. */
  "invite.optional": someOf(
    "unit",
    "group",
    "courses",
    "sessions",
    "access_ends_on",
    "language",
    "labels",
    "custom",
  ),
  /** D10: roles whose form shows units and groups; null: all. */
  "invite.unit_fields_for_roles": roles.nullable(),
  /** D12: may the form take several addresses at once. */
  "invite.multi_address": yesNo,
  /** D14: one role or several at inviting. */
  "invite.role_picker": oneOf("single", "multi"),
  /** D13. */
  "invite.default_role": role.nullable(),
  /** D11. */
  "invite.copy_link": yesNo,
  /** D18: what the inviter learns about an account elsewhere. */
  "invite.existing_elsewhere": oneOf("silent", "advise", "block"),
  /** D19. */
  "invite.existing_here": oneOf("link_profile", "error_help"),
  /** D23: columns that every row must fill. */
  "csv.required": someOf("email", "first_name", "last_name", "role"),
  /** D13: role of a row that names none; null: it must name one. */
  "csv.default_role": role.nullable(),
  /** D25: words of the role column; keys and names always count, the numbers 0 to 3 where a file has them. */
  "csv.role_vocab": oneOf("role_keys", "numbers_0_3"),
  /** D26: roles that may come by file; others need a confirmation for the whole import. */
  "csv.allowed_roles": z.union([roles, z.literal("all")], 'Give a list of roles, or "all".'),
  /** D27: how units and groups are named. */
  "csv.match": oneOf("exact", "case_insensitive", "id"),
  "csv.unknown_group": oneOf("error", "ignore"),
  /**
   * D19, F67: people who are here already are left out quietly (`skip`) or count as failed rows (`fail`); are
   * added to units and groups (`add_groups`); get what they lack beside that (`update_empty`); or are what the
   * file says (`overwrite`). `fail` is a rule of the workspace, the others are what an import begins with.
   */
  "csv.existing": oneOf("skip", "fail", "add_groups", "update_empty", "overwrite"),
  /** D49: when open invitations are reminded of; of at most five moments the first two that fit count. */
  "reminders.schedule": z.array(reminderMoment, "Give a list of moments.").max(5, "At most five moments."),
  /** F7: does the workspace have units, and may a person be in several. */
  "units.enabled": yesNo,
  "units.per_person": oneOf("one", "several"),
  /** F10: every workspace begins with one group that holds all others. */
  "groups.root": yesNo,
  /** D31: learners of a public group are learners of the groups above it, up to the first private one. */
  "groups.propagate_learner": yesNo,
  /** D32: may access end on a day, and what happens then. */
  "access.expiry_enabled": yesNo,
  "access.on_expiry": oneOf("expire", "delete"),
  /** D33: are members of a group or unit enrolled in its courses. */
  "enrol.from_group": yesNo,
  /** D5: does canceling an invitation take its enrolments back. */
  "cancel.undo_enrolments": yesNo,
  /** D34: what is mailed to somebody who has not joined yet, besides the invitation. */
  "notify.pre_activation": oneOf("invite_only", "invite_and_session"),
  /** Hours before a session at which its attendees are reminded; null: not at all. */
  "session.remind_hours": z
    .int("Give whole hours.")
    .min(1, "At least one hour.")
    .max(336, "At most 14 days.")
    .nullable(),
  /** D43: what is kept of the learning of somebody who is removed. */
  "remove.learning_records": oneOf("keep_pseudonymised", "erase"),
  /** K-10: days after which the data of people who never accepted are erased; null: never. */
  "retention.never_accepted_days": z
    .int("Give whole days.")
    .min(30, "At least 30 days.")
    .max(3_650, "At most ten years.")
    .nullable(),
  /** D36: where people begin, by role; left out: learners in the portal, others in the manage area. */
  "landing.by_role": z.partialRecord(role, oneOf("manage", "portal"), "Give a place for each role."),
  /** D47: may somebody with several roles act in one of them. */
  "ui.role_switcher": yesNo,
  /** D17. */
  name_source: oneOf("invitee", "inviter_required", "inviter_optional"),
  /** D35: signed in at once, or sent to the sign-in page. */
  "activation.after": oneOf("auto_login", "login_page"),
  /** D37: is the link proof of the mailbox, or must it be proved again. */
  "activation.verify_email": oneOf("link_is_proof", "always"),
  /** D40. */
  "identity.email_change": oneOf("never", "admin", "user_with_verification"),
  /** F112: shortest password, in characters. A workspace may only ask for more than the house. */
  "identity.password_min": z
    .int("Give a number of characters.")
    .min(12, "At least 12 characters.")
    .max(64, "At most 64 characters."),
  /** D29. */
  "ui.pending_in_users_list": yesNo,
  /** D30: the workspace's words for two states. */
  "ui.status_labels": z.strictObject({ sent: label, active: label }, "Give a word for sent and for active."),
  /** D44. */
  "mail.from_name": oneOf("{workspace}", "{product}"),
  "mail.subject": oneOf(
    "inviter_invited_you",
    "invited_to_workspace",
    "invitation_to_workspace",
    "welcome_to_product",
  ),
  "mail.cta": oneOf("accept_invitation", "set_password_and_get_started", "set_your_password"),
  /** Open tracking by the mail provider; link tracking is always off. */
  "mail.track_opens": yesNo,
};

export type PolicyKey = keyof typeof policyFields;

type Fixed<Value> = Value extends (infer Item)[] ? readonly Item[] : Value;

export type Policies = { [Key in PolicyKey]: Fixed<z.output<(typeof policyFields)[Key]>> };

const standard: Policies = {
  "invite.link_ttl_s": 7 * day,
  "invite.link_ttl_max_s": 90 * day,
  "resend.token": "rotate",
  "resend.expiry": "restart",
  "resend.message": true,
  "cancel.keep_row": true,
  "roles.set": ["admin", "unit_manager", "group_admin", "instructor", "learner"],
  "roles.may_invite": ["admin", "unit_manager@unit", "group_admin@group"],
  "roles.may_manage_invites": ["admin", "unit_manager@unit", "group_admin@group"],
  "group_level.may": "invite",
  "from_session.enabled": false,
  "from_session.requires": ["coach", "group_admin"],
  "roles.multiple": true,
  "invite.required": ["email", "roles"],
  "invite.optional": [
    "unit",
    "group",
    "courses",
    "sessions",
    "access_ends_on",
    "language",
    "labels",
    "custom",
  ],
  "invite.unit_fields_for_roles": null,
  "invite.multi_address": true,
  "invite.role_picker": "multi",
  "invite.default_role": "learner",
  "invite.copy_link": true,
  "invite.existing_elsewhere": "silent",
  "invite.existing_here": "link_profile",
  "csv.required": ["email"],
  "csv.default_role": "learner",
  "csv.role_vocab": "role_keys",
  "csv.allowed_roles": "all",
  "csv.match": "case_insensitive",
  "csv.unknown_group": "error",
  "csv.existing": "skip",
  "reminders.schedule": [
    { kind: "share", of: 0.5 },
    { kind: "before_end", seconds: day },
  ],
  "units.enabled": true,
  "units.per_person": "one",
  "groups.root": false,
  "groups.propagate_learner": false,
  "access.expiry_enabled": true,
  "access.on_expiry": "expire",
  "enrol.from_group": true,
  "cancel.undo_enrolments": true,
  "notify.pre_activation": "invite_only",
  "session.remind_hours": 24,
  "remove.learning_records": "keep_pseudonymised",
  "retention.never_accepted_days": 180,
  "landing.by_role": {},
  "ui.role_switcher": true,
  name_source: "invitee",
  "activation.after": "auto_login",
  "activation.verify_email": "link_is_proof",
  "identity.email_change": "user_with_verification",
  "identity.password_min": 12,
  "ui.pending_in_users_list": true,
  "ui.status_labels": { sent: "Pending", active: "Active" },
  "mail.from_name": "{workspace}",
  "mail.subject": "inviter_invited_you",
  "mail.cta": "accept_invitation",
  "mail.track_opens": false,
};

/** S0 to S4 by their neutral names, and the product's own. Only what differs from `standard` is written. */
export const presets = {
  standard,
  academy: {
    ...standard,
    "group_level.may": "add_existing",
    "invite.optional": ["unit", "group"],
    "invite.unit_fields_for_roles": ["learner"],
    "access.expiry_enabled": false,
    "landing.by_role": { admin: "manage", group_admin: "manage", instructor: "manage", learner: "portal" },
    "csv.required": ["email", "first_name", "last_name", "role"],
    "csv.default_role": null,
    "csv.allowed_roles": ["learner"],
    "csv.match": "exact",
    "csv.existing": "fail",
    "reminders.schedule": [],
    "invite.link_ttl_s": day,
    "resend.message": false,
    "cancel.keep_row": false,
    "roles.set": ["admin", "group_admin", "instructor", "learner"],
    "roles.may_invite": ["admin"],
    "roles.may_manage_invites": ["admin"],
    "invite.multi_address": false,
    "invite.role_picker": "single",
    "invite.default_role": null,
    "invite.copy_link": false,
    "activation.after": "login_page",
    "identity.email_change": "never",
    "mail.subject": "invited_to_workspace",
    "mail.cta": "set_password_and_get_started",
  },
  training_provider: {
    ...standard,
    "retention.never_accepted_days": null,
    "invite.optional": ["unit", "access_ends_on", "group", "courses"],
    "ui.role_switcher": false,
    "csv.required": ["email", "first_name", "last_name"],
    "csv.allowed_roles": ["learner", "unit_manager"],
    "csv.match": "exact",
    "reminders.schedule": [],
    "invite.link_ttl_s": null,
    "invite.link_ttl_max_s": null,
    "resend.token": "keep",
    "resend.message": false,
    "roles.set": ["learner", "unit_manager", "admin"],
    "roles.may_invite": ["admin", "unit_manager@unit"],
    "roles.may_manage_invites": ["admin", "unit_manager@unit"],
    "invite.required": ["email", "first_name", "last_name", "roles"],
    "invite.multi_address": false,
    "invite.existing_elsewhere": "advise",
    name_source: "inviter_required",
    "activation.after": "login_page",
    "activation.verify_email": "always",
    "identity.email_change": "admin",
    "ui.status_labels": { sent: "Invited", active: "Active" },
    "mail.from_name": "{product}",
    "mail.subject": "invitation_to_workspace",
  },
  collaborative: {
    ...standard,
    "retention.never_accepted_days": null,
    "from_session.enabled": true,
    "invite.optional": ["group", "sessions"],
    "units.enabled": false,
    "units.per_person": "several",
    "groups.root": true,
    "groups.propagate_learner": true,
    "access.expiry_enabled": false,
    "notify.pre_activation": "invite_and_session",
    "ui.role_switcher": false,
    "csv.default_role": null,
    "csv.role_vocab": "numbers_0_3",
    "csv.match": "id",
    "reminders.schedule": [],
    "invite.link_ttl_s": null,
    "invite.link_ttl_max_s": null,
    "resend.token": "keep",
    "cancel.keep_row": false,
    "roles.set": ["admin", "group_admin", "user_admin", "coach", "session_instructor", "learner"],
    "roles.may_invite": ["admin", "group_admin@group", "user_admin@group"],
    "roles.may_manage_invites": ["admin", "group_admin@group", "user_admin@group"],
    "invite.required": ["email", "groups", "roles"],
    "invite.default_role": null,
    "invite.copy_link": false,
    "invite.existing_elsewhere": "advise",
    "invite.existing_here": "error_help",
    "identity.email_change": "admin",
    "ui.status_labels": { sent: "Invited", active: "Current member" },
    "mail.subject": "invitation_to_workspace",
  },
  programs: {
    ...standard,
    "retention.never_accepted_days": null,
    "from_session.enabled": true,
    "invite.optional": ["group", "sessions", "language", "access_ends_on", "labels", "custom"],
    "units.enabled": false,
    "units.per_person": "several",
    "groups.root": true,
    "groups.propagate_learner": true,
    "access.on_expiry": "delete",
    "notify.pre_activation": "invite_and_session",
    "ui.role_switcher": false,
    "csv.default_role": null,
    "csv.role_vocab": "numbers_0_3",
    "csv.match": "id",
    "reminders.schedule": [],
    "invite.link_ttl_s": null,
    "invite.link_ttl_max_s": null,
    "resend.token": "keep",
    "resend.message": false,
    "cancel.keep_row": false,
    "roles.set": ["admin", "group_admin", "coach", "session_instructor", "learner"],
    "roles.may_invite": ["admin", "group_admin@group"],
    "roles.may_manage_invites": ["admin", "group_admin@group"],
    "invite.default_role": null,
    "invite.copy_link": false,
    "invite.existing_elsewhere": "block",
    "invite.existing_here": "error_help",
    "identity.email_change": "admin",
    "ui.pending_in_users_list": false,
    "ui.status_labels": { sent: "Invitation", active: "User" },
    "mail.subject": "invitation_to_workspace",
  },
  skills: {
    ...standard,
    "invite.optional": ["unit", "group", "courses"],
    "access.expiry_enabled": false,
    "landing.by_role": { learner: "portal" },
    "ui.role_switcher": false,
    "csv.match": "exact",
    "reminders.schedule": [],
    "resend.message": false,
    "roles.set": ["learner", "instructor", "admin"],
    "roles.may_invite": ["admin"],
    "roles.may_manage_invites": ["admin"],
    "roles.multiple": false,
    "invite.multi_address": false,
    "invite.role_picker": "single",
    "invite.default_role": null,
    "invite.copy_link": false,
    "invite.existing_elsewhere": "advise",
    name_source: "inviter_optional",
    "identity.email_change": "admin",
    "ui.pending_in_users_list": false,
    "mail.subject": "welcome_to_product",
    "mail.cta": "set_your_password",
  },
} as const satisfies Record<string, Policies>;

export type PresetName = keyof typeof presets;

/** The policies of a workspace: its preset with the keys that were changed. An unknown preset reads as `standard`. */
export function policiesOf(preset: string, overrides: Record<string, unknown>): Policies {
  const base: Policies = preset in presets ? presets[preset as PresetName] : standard;
  return { ...base, ...overrides };
}

/**
 * Policies to change: what each key may be, or a reset to the preset's, which is null, and `"preset"` for
 * the keys in which null means something.
 */
export const policyChangesField = z
  .strictObject(
    Object.fromEntries(
      Object.entries(policyFields).map(([key, field]) => [
        key,
        takesNull(key)
          ? z.union([field, z.literal("preset")], 'Give a value, null for none, or "preset".')
          : (field as z.ZodType).nullable(),
      ]),
    ),
    "Give an object of policies.",
  )
  .partial();

/** The changed keys of a workspace after changing some more of them. */
export function overridesWith(
  overrides: Record<string, unknown>,
  changes: Record<string, unknown>,
): Record<string, unknown> {
  const all = { ...overrides };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (value === "preset" || (value === null && !takesNull(key))) delete all[key];
    else all[key] = value;
  }
  return all;
}

/** What policies contradict each other in, by the key to mend. */
export function contradictions(policies: Policies): { key: PolicyKey; message: string }[] {
  const found: { key: PolicyKey; message: string }[] = [];
  for (const key of ["invite.default_role", "csv.default_role"] as const) {
    const usual = policies[key];
    if (usual !== null && !policies["roles.set"].includes(usual)) {
      found.push({ key, message: `The workspace has no role ${usual}: choose one of roles.set, or null.` });
    }
  }
  const { "invite.link_ttl_s": usual, "invite.link_ttl_max_s": longest } = policies;
  if (longest !== null && (usual === null || usual > longest)) {
    found.push({
      key: "invite.link_ttl_s",
      message: "A link may not last longer than invite.link_ttl_max_s.",
    });
  }
  return found;
}

function takesNull(key: string): boolean {
  return policyFields[key as PolicyKey].safeParse(null).success;
}
