import * as z from "zod";
import { domainPattern } from "./people/domain-pattern.ts";
import { roleKeys } from "./permissions.ts";
import { type PresetName, presets } from "./presets.ts";
import { mergeTerms, type OwnTerms, termsField } from "./terms.ts";

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

const domains = z.array(domainPattern, "Give a list of domains.").max(200, "At most 200 domains.");

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
  /** D5: is the act on an open invitation called Cancel; if not, Remove, as with members. It exists either way. */
  "cancel.enabled": yesNo,
  /** D5: do canceled invitations stay in the list. */
  "cancel.keep_row": yesNo,
  /** D16: roles that exist here. A workspace cannot be without administrators. */
  "roles.set": roles.refine((set) => set.includes("admin"), { message: "admin must be among the roles." }),
  /** D6 and D48: who may invite and who may resend, edit and cancel, as `role` or `role@scope`. */
  "roles.may_invite": roleRights,
  "roles.may_manage_invites": roleRights,
  /** D8: may roles of a part (a unit, a group) bring in new people, only add those who are members already, or neither. */
  "group_level.may": oneOf("invite", "add_existing", "none"),
  /**
   * D7: may the instructor of a session invite learners to it, and which of these roles must they hold in the group;
   * null: nobody invites from a session.
   */
  "from_session.enabled": yesNo,
  "from_session.requires": roles.nullable(),
  /** D14. */
  "roles.multiple": yesNo,
  /** D15: what an invitation proposes for roles to hold in: the workspace, or groups, which it then asks for in any case. */
  "roles.scope_default": oneOf("workspace", "group"),
  /** D46: a role that changed counts from the next request on. It is never otherwise. */
  "roles.effective": oneOf("next_request"),
  /** D9: what the single form insists on. */
  "invite.required": someOf("email", "first_name", "last_name", "roles", "unit", "groups"),
  /** D10: what else the form offers. */
  "invite.optional": someOf(
    "customer",
    "workspace",
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
  /** D24: what other columns the template has and the mapping offers. A heading that is known is read all the same. */
  "csv.optional": z.union(
    [
      someOf(
        "name",
        "first_name",
        "last_name",
        "role",
        "unit",
        "group",
        "courses",
        "sessions",
        "access_expires_on",
        "language",
        "labels",
        "custom",
        "external_id",
        "message",
      ),
      z.literal("all"),
    ],
    'Give a list of columns, or "all".',
  ),
  /** D28: nothing of a file is sent before somebody has confirmed what the preview says. It is never otherwise. */
  "csv.preview": oneOf("required"),
  /** D13: role of a row that names none; null: it must name one. */
  "csv.default_role": role.nullable(),
  /** D25: words of the role column; keys and names always count, the numbers 0 to 3 where a file has them. */
  "csv.role_vocab": oneOf("role_keys", "role_words", "numbers_0_3"),
  /** D26: roles that may come by file; others need a confirmation for the whole import. */
  "csv.allowed_roles": z.union([roles, z.literal("all")], 'Give a list of roles, or "all".'),
  /** D27: how units and groups are named. */
  "csv.match": oneOf("exact", "case_insensitive", "id"),
  "csv.unknown_group": oneOf("error", "create", "ignore"),
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
  "access.on_expiry": oneOf("expire", "delete").nullable(),
  /** D33: are members of a group or unit enrolled in its courses. */
  "enrol.from_group": yesNo,
  /** D5: does canceling an invitation take its enrolments back. */
  "cancel.undo_enrolments": yesNo,
  /** D34: what is mailed to somebody who has not joined yet, besides the invitation. */
  "notify.pre_activation": oneOf("invite_only", "invite_and_session"),
  /** D34: the same while the workspace is on a free trial; null: no difference. */
  "notify.pre_activation_trial": oneOf("invite_and_reset_only").nullable(),
  /** Hours before a session at which its attendees are reminded; null: not at all. */
  "session.remind_hours": z
    .int("Give whole hours.")
    .min(1, "At least one hour.")
    .max(336, "At most 14 days.")
    .nullable(),
  /** D43: may members be deactivated, which can be taken back. */
  "lifecycle.deactivate": yesNo,
  /** D43: how removing a member is put: as removing, which cannot be taken back, or as deleting the user. */
  "lifecycle.remove": oneOf("irreversible", "delete"),
  /** K6: what is kept of the learning of somebody who is removed. */
  "remove.learning_records": oneOf("keep_pseudonymised", "erase"),
  /** K-10: days after which the data of people who never accepted are erased; null: never. */
  "retention.never_accepted_days": z
    .int("Give whole days.")
    .min(30, "At least 30 days.")
    .max(3_650, "At most ten years.")
    .nullable(),
  /** F70: days that the rows of an ended import are kept for its report. What is listed of it stays. */
  "retention.import_rows_days": z
    .int("Give whole days.")
    .min(1, "At least one day.")
    .max(365, "At most 365 days."),
  /** D36: where people begin, by role, `*` for all others; left out: learners in the portal, others in the manage area. */
  "landing.by_role": z.partialRecord(
    z.enum([...roleKeys, "*"], `Roles are: ${roleKeys.join(", ")}, and * for all others.`),
    oneOf("manage", "portal"),
    "Give a place for each role.",
  ),
  /** F117: of several roles the first of these decides where somebody begins; behind them the one that holds most. */
  "landing.priority": z.array(
    z.enum(roleKeys, `Roles are: ${roleKeys.join(", ")}.`),
    "Give a list of roles, the first first.",
  ),
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
  /** D41: may people have a username to sign in with. */
  "identity.username": z.union([z.literal(false), z.literal("optional")], 'Give false or "optional".'),
  /** D42: may people be here without an e-mail address. */
  "identity.allow_no_email": yesNo,
  /** F146: days for which a printed sign-in card works. */
  "identity.card_days": z.int("Give whole days.").min(1, "At least one day.").max(365, "At most a year."),
  /** D20: may people be set up without an invitation, and also on a free trial. */
  "direct_setup.enabled": yesNo,
  "direct_setup.allowed_on_trial": yesNo,
  /** D21: what somebody who is set up signs in with first; null: nobody is. */
  "direct_setup.credentials": oneOf("set_password_link", "temporary_password").nullable(),
  /** D22: from when on somebody counts as a seat; null: nobody is set up. */
  "billing.start_direct": oneOf("on_notification", "on_activation").nullable(),
  "billing.start_invited": oneOf("on_notification", "on_activation"),
  /** F109: does an open invitation hold a seat until it ends, so that whoever has one finds room. */
  "seats.reserve": yesNo,
  /** D38: where single sign-on is enforced, is there no password step; do empty names come from it. */
  "sso.skip_password_when_enforced": yesNo,
  "sso.fill_empty_names": yesNo,
  /** D39: may people register themselves, by which door, and as what. Nobody makes themselves more than a learner. */
  "selfreg.mode": oneOf("off", "catalog", "key", "group_link"),
  "selfreg.roles": someOf("learner"),
  /** F132: what stands between registering and being here: nothing for seven days, the mailed link, or approval after it. */
  "selfreg.check": oneOf("free", "verify_email", "moderated"),
  /** F131: domains whose addresses may register, or may not; `*.example.org` is every domain below. Only one of both. */
  "selfreg.domains_allowed": domains,
  "selfreg.domains_refused": domains,
  /** What a refund of the whole price does to the enrolment that it paid for. */
  "selfreg.refund": oneOf("end", "keep"),
  /** D45: people above which the workspace is warned (at 90 per cent of it); null: never. */
  "limits.users_soft": z
    .int("Give a whole number.")
    .min(1, "At least one person.")
    .max(10_000_000, "At most ten million.")
    .nullable(),
  /** F112: shortest password, in characters. A workspace may only ask for more than the house. */
  "identity.password_min": z
    .int("Give a number of characters.")
    .min(12, "At least 12 characters.")
    .max(64, "At most 64 characters."),
  /** D29: are invited people among the people of the list, and where else are they to be found. */
  "ui.pending_in_users_list": yesNo,
  "ui.pending_view": oneOf("users_filter", "group_invited_panel", "invitations_list"),
  /** F12, D30: the workspace's own words by language, beside those of its preset. */
  terms: termsField,
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

/** The name of a preset. */
export const presetField = z.enum(
  Object.keys(presets) as [PresetName, ...PresetName[]],
  `Choose one of: ${Object.keys(presets).join(", ")}.`,
);

export type PolicyKey = keyof typeof policyFields;

type Fixed<Value> = Value extends (infer Item)[] ? readonly Item[] : Value;

export type Policies = { [Key in PolicyKey]: Fixed<z.output<(typeof policyFields)[Key]>> };

/** The policies of a workspace: its preset with the keys that were changed. An unknown preset reads as `standard`. */
export function policiesOf(preset: string, overrides: Record<string, unknown>): Policies {
  const base = presets[presetOf(preset)];
  const policies = { ...base, ...overrides };
  const terms = mergeTerms(base.terms, overrides.terms as OwnTerms | undefined);
  return { ...policies, terms: policies["cancel.enabled"] ? terms : mergeTerms(removing, terms) };
}

/** What withdrawing an invitation is called where it is not called canceling (D5), unless the workspace has its word. */
const removing: OwnTerms = {
  en: { cancel_invitation: "Remove" },
  de: { cancel_invitation: "Entfernen" },
  fr: { cancel_invitation: "Retirer" },
  es: { cancel_invitation: "Quitar" },
};

/** The preset of that name. */
export function presetOf(name: string): PresetName {
  return Object.hasOwn(presets, name) ? (name as PresetName) : "standard";
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

/** Keys to reset to the preset's; true: every one. */
export const policyResetsField = z.union(
  [
    z.boolean(),
    z
      .array(z.enum(Object.keys(policyFields) as [PolicyKey, ...PolicyKey[]]))
      .max(Object.keys(policyFields).length),
  ],
  "Give true, or a list of policies.",
);

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

/** True for a key in which null is a value, and not a reset. */
export function takesNull(key: string): boolean {
  return policyFields[key as PolicyKey].safeParse(null).success;
}
