import type { RoleKey } from "./permissions.ts";

/**
 * Where the reference products disagree, a workspace chooses (policies.md D1 to D48). A preset is a
 * named set of values; use cases read keys, never preset names. Times are seconds, null: without end.
 */
export interface Policies {
  /** D1: term of a link. */
  "invite.link_ttl_s": number | null;
  /** Longest term an inviter may choose; null: no bound. */
  "invite.link_ttl_max_s": number | null;
  /** D2: does a resend replace the link or mail the same one again. */
  "resend.token": "rotate" | "keep";
  /** D3: does a resend begin the term anew. */
  "resend.expiry": "restart" | "keep";
  /** D4: may a resend carry a typed message. */
  "resend.message": boolean;
  /** D5: do canceled invitations stay in the list. */
  "cancel.keep_row": boolean;
  /** D16: roles that exist here. */
  "roles.set": readonly RoleKey[];
  /** D6 and D48: who may invite and who may resend, edit and cancel, as `role` or `role@scope`. */
  "roles.may_invite": readonly string[];
  "roles.may_manage_invites": readonly string[];
  /** D14. */
  "roles.multiple": boolean;
  /** D9: what the single form insists on. */
  "invite.required": readonly ("email" | "first_name" | "last_name" | "roles" | "groups")[];
  /** D14: one role or several at inviting. */
  "invite.role_picker": "single" | "multi";
  /** D13. */
  "invite.default_role": RoleKey | null;
  /** D11. */
  "invite.copy_link": boolean;
  /** D18: what the inviter learns about an account elsewhere. */
  "invite.existing_elsewhere": "silent" | "advise" | "block";
  /** D19. */
  "invite.existing_here": "link_profile" | "error_help";
  /** D17. */
  name_source: "invitee" | "inviter_required" | "inviter_optional";
  /** D35: signed in at once, or sent to the sign-in page. */
  "activation.after": "auto_login" | "login_page";
  /** D37: is the link proof of the mailbox, or must it be proved again. */
  "activation.verify_email": "link_is_proof" | "always";
  /** D40. */
  "identity.email_change": "never" | "admin" | "user_with_verification";
  /** F112: shortest password, in characters. */
  "identity.password_min": number;
  /** D29. */
  "ui.pending_in_users_list": boolean;
  /** D30: the workspace's words for two states. */
  "ui.status_labels": { sent: string; active: string };
  /** D44. */
  "mail.from_name": "{workspace}" | "{product}";
  "mail.subject":
    | "inviter_invited_you"
    | "invited_to_workspace"
    | "invitation_to_workspace"
    | "welcome_to_product";
  "mail.cta": "accept_invitation" | "set_password_and_get_started" | "set_your_password";
  /** Open tracking by the mail provider; link tracking is always off. */
  "mail.track_opens": boolean;
}

const day = 86_400;

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
  "roles.multiple": true,
  "invite.required": ["email", "roles"],
  "invite.role_picker": "multi",
  "invite.default_role": "learner",
  "invite.copy_link": true,
  "invite.existing_elsewhere": "silent",
  "invite.existing_here": "link_profile",
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
    "invite.link_ttl_s": day,
    "resend.message": false,
    "cancel.keep_row": false,
    "roles.set": ["admin", "group_admin", "instructor", "learner"],
    "roles.may_invite": ["admin"],
    "roles.may_manage_invites": ["admin"],
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
    "invite.link_ttl_s": null,
    "invite.link_ttl_max_s": null,
    "resend.token": "keep",
    "resend.message": false,
    "roles.set": ["learner", "unit_manager", "admin"],
    "roles.may_invite": ["admin", "unit_manager@unit"],
    "roles.may_manage_invites": ["admin", "unit_manager@unit"],
    "invite.required": ["email", "first_name", "last_name", "roles"],
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
    "resend.message": false,
    "roles.set": ["learner", "instructor", "admin"],
    "roles.may_invite": ["admin"],
    "roles.may_manage_invites": ["admin"],
    "roles.multiple": false,
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
