import { type PolicyKey, policyFields } from "../domain/policies.ts";
import { presets } from "../domain/presets.ts";

/** What each policy decides, for programs. A key that is missing here does not compile. */
const meanings: Record<PolicyKey, string> = {
  "invite.link_ttl_s": "Seconds that a link lasts from its first sending. Null: without end.",
  "invite.link_ttl_max_s": "The longest term that an inviter may choose, in seconds. Null: no bound.",
  "resend.token":
    "Whether a resend makes a new link, after which older ones lead to a page that says so, or mails the same one.",
  "resend.expiry": "Whether the term begins anew with a resend. One that has ended always does.",
  "resend.message": "Whether a resend or reminder may carry a typed message.",
  "cancel.enabled":
    "Whether withdrawing an invitation is called Cancel on pages; otherwise Remove. The act exists either way.",
  "cancel.keep_row": "Whether canceled invitations can be listed among people.",
  "cancel.undo_enrolments":
    "Whether canceling gives back the places in courses and sessions that the invitation held.",
  "roles.set": "The roles of the workspace; `admin` is among them.",
  "roles.may_invite": "Who may invite, as `role` or `role@scope`.",
  "roles.may_manage_invites": "Who may resend, edit and cancel, as `role` or `role@scope`.",
  "group_level.may": "What roles of a part may do: invite, only add members to groups, or only see.",
  "from_session.enabled": "Whether whoever teaches a session may invite learners to it.",
  "from_session.requires":
    "One of these roles in a group is needed to invite into it from a session. Null: nobody invites so.",
  "roles.multiple": "Whether somebody may hold several roles.",
  "roles.scope_default": "`group`: invitations always ask for groups, in which roles then hold that can.",
  "roles.effective": "When a changed role counts. It is never otherwise.",
  "invite.required": "What the form of one invitation insists on.",
  "invite.optional":
    "What else it asks for. What is not named is not taken from programs and files either, but for the language of the mail.",
  "invite.unit_fields_for_roles": "Roles for which units and groups are asked. Null: all.",
  "invite.multi_address": "Whether the form takes several addresses at once.",
  "invite.role_picker": "Whether an invitation gives one role or several.",
  "invite.default_role": "Role of an invitation that names none. Null: it must name one.",
  "invite.copy_link": "Whether links can be copied.",
  "invite.existing_elsewhere":
    "What an inviter learns about an account with the same customer: nothing, that there is one, or that and a refusal.",
  "invite.existing_here": "Whether the refusal for a member names the member, or leads to the help.",
  "csv.required": "Columns that every row of a file must fill.",
  "csv.optional": "Other columns of the template and the mapping. A known heading is read all the same.",
  "csv.preview": "Nothing of a file is sent before it was confirmed. It is never otherwise.",
  "csv.default_role": "Role of a row that names none. Null: it must name one.",
  "csv.role_vocab":
    "What means a role in a file beside its key and its names here: nothing, words of other products, or these and the numbers 0 to 3.",
  "csv.allowed_roles": "Roles that may come by file without a confirmation for the whole import.",
  "csv.match": "How a file names units, groups and courses.",
  "csv.unknown_group": "What becomes of a row that names a group that there is not.",
  "csv.existing":
    "What an import does with people who are here, unless told otherwise; `fail` cannot be told otherwise.",
  "reminders.schedule": "When open invitations are reminded of: the first two that fit.",
  "units.enabled": "Whether the workspace has units.",
  "units.per_person": "Whether somebody may be in several units.",
  "groups.root": "Whether one group holds all others.",
  "groups.propagate_learner":
    "Whether learners of a public group are learners of those above it, up to the first private one.",
  "access.expiry_enabled": "Whether access may end on a day.",
  "access.on_expiry": "What happens then, unless said for the person. Null: where access does not end.",
  "enrol.from_group": "Whether people of a group or unit are enrolled in its courses.",
  "notify.pre_activation": "What is mailed to somebody who has not joined, beside the invitation.",
  "notify.pre_activation_trial": "The same on a free trial. Null: no difference.",
  "session.remind_hours": "Hours before a session at which its attendees are reminded. Null: not at all.",
  "lifecycle.deactivate": "Whether members can be deactivated.",
  "lifecycle.remove": "Whether pages speak of removing for good, or of deleting the user.",
  "remove.learning_records": "What stays of the learning of somebody who is erased.",
  "retention.never_accepted_days":
    "Days after which data of people who never joined are erased. Null: never.",
  "retention.import_rows_days":
    "Days that the rows of a file are kept after its import has ended. What is listed of the import stays.",
  "landing.priority":
    "Of several roles, which one decides where somebody begins: the first of these, behind them the one that holds most.",
  "landing.by_role":
    "Where people begin, by role, `*` for all others. Left out: learners in the portal, others in the manage area.",
  "ui.role_switcher": "Whether somebody with several roles may act in one of them.",
  name_source: "Who enters the name of somebody invited.",
  "activation.after": "Whether somebody who joined is signed in, or sent to the sign-in page.",
  "activation.verify_email": "Whether the mailed link proves the address, or a second mail has to.",
  "identity.email_change": "Who may change an address that somebody signs in with.",
  "identity.username": "Whether people may have a username to sign in with.",
  "identity.allow_no_email": "Whether people may be here without an e-mail address.",
  "identity.card_days": "Days for which a printed sign-in card works.",
  "identity.password_min": "Shortest password, in characters.",
  "direct_setup.enabled": "Whether people may be set up without an invitation.",
  "direct_setup.allowed_on_trial": "Whether also on a free trial.",
  "direct_setup.credentials": "What somebody set up signs in with first. Null: nobody is.",
  "billing.start_direct": "When somebody set up begins to count as a seat. Null: nobody is set up.",
  "billing.start_invited": "When somebody invited begins to count as a seat.",
  "seats.reserve": "Whether an open invitation holds a seat of the plan.",
  "sso.skip_password_when_enforced": "Whether there is no password step where single sign-on is enforced.",
  "sso.fill_empty_names": "Whether empty names are filled from single sign-on. Names are never overwritten.",
  "selfreg.mode": "Whether people may register themselves, and by which door.",
  "selfreg.roles": "What they become.",
  "selfreg.check":
    "What stands between registering and being here: nothing for seven days, after which who has not proved the address is gone; the mailed link; or somebody's approval after it.",
  "selfreg.domains_allowed":
    "Domains whose addresses may register, `*.example.org` for every domain below; empty: all. Not together with `selfreg.domains_refused`.",
  "selfreg.domains_refused": "Domains whose addresses may not register.",
  "selfreg.refund": "Whether a refund of the whole price ends the enrolment.",
  "limits.users_soft": "People above which the workspace is warned, at 90 per cent of it. Null: never.",
  "ui.pending_in_users_list": "Whether the list of people begins with invited ones among them.",
  "ui.pending_view": "Where else invited people are to be found.",
  terms:
    'The workspace\'s own words by language (`en`, `de`, `fr`, `es`), where they differ from those of its preset: `{"en": {"unit": {"one": "school", "many": "schools"}, "people": "Users"}}`. Nouns have one word for one and one for many, the others one alone; at most 40 characters, without < > { }. Replaced as a whole. Words are shown and put into files for people, never compared: what programs send and read has the names of this document.',
  "mail.from_name": "What mails name as their sender.",
  "mail.subject": "How the subject of an invitation is put.",
  "mail.cta": "The words on the button of an invitation.",
  "mail.track_opens": "Whether the mail provider notes that a mail was opened.",
};

/** The meaning of each policy with its value in the preset `standard`, by key. */
export const policyWords: Readonly<Record<string, string>> = Object.fromEntries(
  (Object.keys(policyFields) as PolicyKey[]).map((key) => [
    key,
    `${meanings[key]} In \`standard\`: \`${JSON.stringify(presets.standard[key])}\`.`,
  ]),
);
