import type { Policies as AllPolicies } from "../../../../worker/domain/policies";
import { pluralsOf } from "../../plural";

const english = pluralsOf("en");

/** Counts end at a thousand: nobody counted on. */
function plural(count: number, forms: { one: string; other: string }): string {
  return count > 1_000 ? english(1_000, forms).replace("1,000", "more than 1,000") : english(count, forms);
}

/** Words of the workspace's own stand in a catalogue of theirs, and on a page of theirs. */
export type Policies = Omit<AllPolicies, "terms">;
export type PolicyKey = keyof Policies;

type Scalar = string | boolean | null;
type Item<Value> = Value extends readonly (infer One)[] ? One : never;
type Role = Item<Policies["roles.set"]>;

/** What each value does, for the keys whose values can be counted; of a list, what each of its items is. */
type Values<Value> = [Exclude<Value, Role | null>] extends [never]
  ? unknown
  : [Exclude<Value, Scalar>] extends [never]
    ? { values: Record<`${Extract<Value, Scalar>}`, string> }
    : [Item<Value>] extends [never]
      ? unknown
      : [Item<Value>] extends [Role]
        ? unknown
        : string extends Item<Value>
          ? unknown
          : Item<Value> extends string
            ? { values: Record<Item<Value> & string, string> }
            : unknown;

type Words = {
  [Key in PolicyKey]: {
    title: string;
    /** What it decides, in a plain sentence. */
    meaning: string;
    /** What stands before the number of a choice that has one. */
    some?: string;
    /** What no value, an empty list or a special word does. */
    none?: string;
    all?: string;
  } & Values<Policies[Key]>;
};

/** Every policy: what it decides, and what each of its values will do. A key that is missing here does not compile. */
const keys: Words = {
  "invite.required": {
    title: "What an invitation must say",
    meaning: "Nobody is invited without these.",
    values: {
      email: "The e-mail address",
      first_name: "The first name",
      last_name: "The last name",
      roles: "A role",
      unit: "‹A unit›",
      groups: "‹A group›",
    },
  },
  "invite.optional": {
    title: "What the form asks besides",
    meaning: "What is not ticked is not asked for, and not taken from programs and files either.",
    none: "Nothing else.",
    values: {
      customer: "Shows the customer",
      workspace: "Shows the ‹workspace›",
      unit: "‹Units›",
      group: "‹Groups›",
      courses: "‹Courses› to enrol in",
      sessions: "‹Sessions› to get a seat in",
      access_ends_on: "The last day of access",
      language: "The language of the mail",
      labels: "Labels",
      custom: "Fields of your own",
    },
  },
  "invite.unit_fields_for_roles": {
    title: "For whom ‹units› and ‹groups› are asked",
    meaning: "For other roles the form leaves them out, unless the role holds in one.",
    all: "For every role.",
    none: "For no role.",
  },
  "invite.multi_address": {
    title: "Several addresses at once",
    meaning: "May the form take more than one address.",
    values: {
      true: "The form takes up to 1,000 addresses at once.",
      false: "The form takes one address. Many come by file.",
    },
  },
  "invite.role_picker": {
    title: "Roles in the form",
    meaning: "How many roles an invitation can give.",
    values: { single: "One role.", multi: "One or several roles." },
  },
  "invite.default_role": {
    title: "Role that is chosen at first",
    meaning: "Also what an invitation by a program gives that names no role.",
    none: "None: whoever invites chooses.",
  },
  name_source: {
    title: "Where names come from",
    meaning: "Who enters the name of somebody invited.",
    values: {
      invitee: "People enter their name themselves when they join.",
      inviter_required: "Whoever invites enters the name.",
      inviter_optional: "Whoever invites may enter the name; otherwise people do when they join.",
    },
  },
  "roles.scope_default": {
    title: "Where roles are proposed to hold",
    meaning: "Whether an invitation always asks for ‹groups›.",
    values: {
      workspace: "In the whole ‹workspace›; ‹groups› are asked for where another rule says so.",
      group: "In ‹groups›: every invitation asks for them, and its roles hold in those that can.",
    },
  },
  "invite.existing_here": {
    title: "Somebody who is a member already",
    meaning: "What whoever invites them is told.",
    values: {
      link_profile: "That they are a member, with a link to them.",
      error_help: "That they have an account here and how they get in, without a link to them.",
    },
  },
  "invite.existing_elsewhere": {
    title: "Somebody with an account elsewhere",
    meaning:
      "What whoever invites them learns about an account in another ‹workspace› of this customer. Never which one.",
    values: {
      silent: "Nothing: they are invited like everybody.",
      advise: "That there is an account. They are invited, and keep their name and password.",
      block: "That there is an account. They are not invited.",
    },
  },
  "invite.copy_link": {
    title: "Copying the link",
    meaning: "May the link of an invitation be copied and given by hand.",
    values: {
      true: "Yes. Whoever joins by a copied link proves their address afterwards.",
      false: "No: links go by mail only.",
    },
  },
  "from_session.enabled": {
    title: "Inviting from ‹a session›",
    meaning: "May whoever teaches ‹a session› invite ‹learners› to it.",
    values: {
      true: "Yes, into one ‹group› of theirs.",
      false: "No.",
    },
  },
  "from_session.requires": {
    title: "Role needed to invite from ‹a session›",
    meaning:
      "What somebody must hold in a ‹group› to invite into it from ‹a session›. ‹Admins› need none of them.",
    none: "None is named, so nobody invites from ‹a session›.",
  },

  "invite.link_ttl_s": {
    title: "How long a link lasts",
    meaning: "From its first sending. Whoever invites may choose another term within the longest.",
    some: "For",
    none: "Without end, until it is used or the invitation is canceled.",
  },
  "invite.link_ttl_max_s": {
    title: "Longest term of a link",
    meaning: "Nobody can choose a longer one.",
    some: "At most",
    none: "No bound, and links without end can be chosen.",
  },
  "resend.token": {
    title: "The link when an invitation is resent",
    meaning: "Whether the older link goes on working.",
    values: {
      rotate: "A new link. The older one leads to a page that says so.",
      keep: "The same link again.",
    },
  },
  "resend.expiry": {
    title: "The term when an invitation is resent",
    meaning: "Whether it begins anew. One that has ended always begins anew.",
    values: { restart: "The term begins anew.", keep: "The term goes on." },
  },
  "resend.message": {
    title: "A message when resending",
    meaning: "May whoever resends or reminds write some words.",
    values: { true: "Yes, up to 1,000 characters.", false: "No." },
  },
  "reminders.schedule": {
    title: "Automatic reminders",
    meaning:
      "When open invitations are reminded of. Of these the first two that fit count; none after a bounce.",
    none: "None.",
  },
  "cancel.enabled": {
    title: "The word for withdrawing an invitation",
    meaning: "What the act is called. It is there either way.",
    values: { true: "Cancel.", false: "Remove, as with members." },
  },
  "cancel.keep_row": {
    title: "Canceled invitations in the list",
    meaning: "Whether they can be listed. The audit log keeps them either way.",
    values: { true: "They can be listed.", false: "They are gone from the list." },
  },
  "cancel.undo_enrolments": {
    title: "Seats of canceled invitations",
    meaning: "What becomes of places in ‹courses› and ‹sessions› that an invitation holds.",
    values: { true: "They are given back.", false: "They stay, for the next invitation of this person." },
  },

  "roles.set": {
    title: "Roles of this ‹workspace›",
    meaning: "Nobody can be given another one. The ‹admin› is always among them.",
  },
  "roles.multiple": {
    title: "Several roles for a person",
    meaning: "Whether somebody can hold more than one.",
    values: { true: "Yes.", false: "No: one role for each person." },
  },
  "roles.effective": {
    title: "When a changed role counts",
    meaning: "It is not a matter of choice.",
    values: { next_request: "From the next page that somebody opens." },
  },
  "roles.may_invite": {
    title: "Who may invite",
    meaning: "Each within their own part. ‹Admins› should be among them, or nobody invites.",
    none: "Nobody.",
  },
  "roles.may_manage_invites": {
    title: "Who may resend, edit and cancel",
    meaning: "Each within their own part.",
    none: "Nobody.",
  },
  "group_level.may": {
    title: "What roles of a part may do",
    meaning: "For whoever manages ‹a unit› or ‹a group›. It is stronger than the list of who may invite.",
    values: {
      invite: "Bring in new people, where the list says so.",
      add_existing: "Only put members into their ‹groups›. They invite nobody.",
      none: "Only see their people.",
    },
  },
  "ui.role_switcher": {
    title: "Acting in one role",
    meaning: "May somebody with several roles act in one of them until they switch back.",
    values: { true: "Yes, from the header.", false: "No." },
  },
  "landing.by_role": {
    title: "Where people begin",
    meaning: "After signing in, by role.",
    none: "‹Learners› in the ‹learner_area›, everybody else in the ‹manage_area›.",
  },
  "landing.priority": {
    title: "Where people with several roles begin",
    meaning:
      "The first of these roles that somebody has decides. Who has none of them begins by the role that may do most.",
    none: "By the role that may do most.",
  },

  "ui.pending_in_users_list": {
    title: "Invited people in the list",
    meaning:
      "Whether the list of people begins with those who have not joined yet among them. A search finds everybody.",
    values: { true: "They are among the others.", false: "They are listed apart." },
  },
  "ui.pending_view": {
    title: "Other ways to invited people",
    meaning: "The way to them, beside the filter of the list.",
    values: {
      users_filter: "By the filter alone.",
      group_invited_panel: "Also on the page of each ‹group›.",
      invitations_list: "Also on the page of each ‹group›, and by an entry of the menu.",
    },
  },
  "lifecycle.deactivate": {
    title: "Deactivating members",
    meaning: "Whether access can be ended in a way that can be taken back.",
    values: { true: "Yes.", false: "No: members can only be removed." },
  },
  "lifecycle.remove": {
    title: "How removing is put",
    meaning: "What is said to whoever removes a member. They can be invited anew either way.",
    values: {
      irreversible: "“Remove”, which cannot be taken back.",
      delete: "“Delete user”.",
    },
  },
  "remove.learning_records": {
    title: "Learning of people who are erased",
    meaning: "What stays of their enrolments and certificates.",
    values: {
      keep_pseudonymised: "The records stay, without the name.",
      erase: "Nothing stays.",
    },
  },
  "access.expiry_enabled": {
    title: "A last day of access",
    meaning: "May access end on a day. That is not the end of a link.",
    values: { true: "Yes.", false: "No: access is without end." },
  },
  "access.on_expiry": {
    title: "What happens after the last day",
    meaning: "Unless something else is said for the person.",
    values: {
      expire: "They are deactivated, which can be taken back.",
      delete: "They are removed.",
      null: "Nothing: access does not end on a day.",
    },
  },
  "retention.never_accepted_days": {
    title: "Data of people who never joined",
    meaning: "Days after the end of their invitation until they are erased.",
    some: "After",
    none: "They stay.",
  },
  "retention.import_rows_days": {
    title: "Rows of imported files",
    meaning:
      "Days that they are kept after the import has ended, for its report and for taking it back. Who imported what and when stays in the list.",
  },

  "csv.required": {
    title: "Columns that every row must fill",
    meaning: "A row without is an error.",
    values: {
      email: "E-mail address",
      first_name: "First name",
      last_name: "Last name",
      role: "Role",
    },
  },
  "csv.optional": {
    title: "Other columns that are offered",
    meaning:
      "In the template, and when saying what a column means. A heading that is known is read all the same.",
    none: "None.",
    all: "Every column.",
    values: {
      name: "Name in one",
      first_name: "First name",
      last_name: "Last name",
      role: "Role",
      unit: "‹Unit›",
      group: "‹Group›",
      courses: "‹Courses›",
      sessions: "‹Sessions›",
      access_expires_on: "Last day of access",
      language: "Language",
      labels: "Labels",
      custom: "Fields of your own",
      external_id: "External ID",
      message: "Message",
    },
  },
  "csv.default_role": {
    title: "Role of a row that names none",
    meaning: "Only for files.",
    none: "None: every row must name its role.",
  },
  "csv.allowed_roles": {
    title: "Roles that may come by file",
    meaning:
      "Others wait for a confirmation of whoever uploads. Nobody gives a role beyond their own rights.",
    all: "Every role.",
    none: "None.",
  },
  "csv.role_vocab": {
    title: "How a file calls roles",
    meaning: "Their names and keys always count.",
    values: {
      role_keys: "By nothing else: any other word is a mistake of the row.",
      role_words: "Also by words that others have for them, like “teacher” or “student”.",
      numbers_0_3: "By those words too, and by the numbers 0 to 3: ‹admin›, ‹coach›, author, ‹learner›.",
    },
  },
  "csv.match": {
    title: "How a file names ‹units›, ‹groups› and ‹courses›",
    meaning: "What has to be the same for one to be meant.",
    values: {
      exact: "By their exact names, capitals included.",
      case_insensitive: "By their names, whatever the capitals and accents.",
      id: "By their IDs.",
    },
  },
  "csv.unknown_group": {
    title: "A ‹group› that there is not",
    meaning: "What becomes of a row that names one.",
    values: {
      error: "The row is an error until somebody mends it.",
      create: "The ‹group› is made when the import is confirmed, if whoever uploads manages all ‹groups›.",
      ignore: "The row goes along without it, with a warning.",
    },
  },
  "csv.existing": {
    title: "Rows of people who are here",
    meaning: "What an import begins with; whoever uploads may choose otherwise, unless they count as errors.",
    values: {
      skip: "They are left out.",
      fail: "They count as errors. Nobody can choose otherwise.",
      add_groups: "They are added to the ‹units› and ‹groups› of the row.",
      update_empty: "They are added to places, and get what they lack.",
      overwrite: "They become what the row says.",
    },
  },
  "csv.preview": {
    title: "Review before anything is sent",
    meaning: "It is not a matter of choice.",
    values: { required: "Nothing of a file is sent before somebody has confirmed what it will do." },
  },

  "units.enabled": {
    title: "‹Units›",
    meaning: "Whether the ‹workspace› is divided into ‹units›.",
    values: { true: "There are ‹units›.", false: "There are none." },
  },
  "units.per_person": {
    title: "‹Units› of a person",
    meaning: "How many somebody can be in.",
    values: { one: "One.", several: "Several." },
  },
  "groups.root": {
    title: "One ‹group› that holds all others",
    meaning: "Whether every ‹group› lies below one.",
    values: { true: "Yes.", false: "No: ‹groups› stand side by side." },
  },
  "groups.propagate_learner": {
    title: "‹Learners› in the ‹groups› above",
    meaning: "Whether ‹learners› of a public ‹group› belong to the ‹groups› above it.",
    values: {
      true: "Yes, up to and including the first private one.",
      false: "No: people are in the ‹groups› they were put into.",
    },
  },
  "enrol.from_group": {
    title: "‹Courses› of ‹groups› and ‹units›",
    meaning: "Whether their people are enrolled by being there.",
    values: {
      true: "Whoever is in a ‹group› or ‹unit› is enrolled in its ‹courses›, now and when they come later.",
      false: "Nobody is enrolled by being in a place.",
    },
  },
  "session.remind_hours": {
    title: "Reminder before ‹a session›",
    meaning: "Hours before it begins at which its people are reminded.",
    some: "Before it begins, by",
    none: "None.",
  },

  "activation.after": {
    title: "After joining",
    meaning: "What follows when somebody has set their password.",
    values: {
      auto_login: "They are signed in at once.",
      login_page: "They are sent to the sign-in page, with their address filled in.",
    },
  },
  "activation.verify_email": {
    title: "Proof of the address",
    meaning: "Whether the mailed link is enough.",
    values: {
      link_is_proof: "The mailed link is the proof.",
      always: "A second mail has to be answered before anything opens.",
    },
  },
  "identity.password_min": {
    title: "Shortest password",
    meaning: "In characters. A new password must have at least as many.",
  },
  "identity.username": {
    title: "Usernames",
    meaning: "May people have one to sign in with.",
    values: {
      false: "No: people sign in with their address.",
      optional: "Whoever has one may use it instead of the address.",
    },
  },
  "identity.allow_no_email": {
    title: "People without an e-mail address",
    meaning: "May somebody be here without one.",
    values: { true: "Yes: they are set up with a username and a printed card.", false: "No." },
  },
  "identity.card_days": {
    title: "How long a sign-in card works",
    meaning: "Days after it was made for which a printed card can be used.",
  },
  "identity.email_change": {
    title: "Changing one’s address",
    meaning: "Who may change the address somebody signs in with.",
    values: {
      never: "Nobody here; support does.",
      admin: "‹Admins›, and whoever looks after the person; the person confirms it, signed in.",
      user_with_verification: "People themselves, by a mail to the new address.",
    },
  },
  "direct_setup.enabled": {
    title: "Setting people up directly",
    meaning: "May people be made members without an invitation.",
    values: { true: "Yes: they are active at once.", false: "No: everybody is invited." },
  },
  "direct_setup.allowed_on_trial": {
    title: "Setting up on a free trial",
    meaning: "Whether that is also possible during a trial.",
    values: { true: "Yes.", false: "No: during a trial everybody is invited." },
  },
  "direct_setup.credentials": {
    title: "What somebody set up signs in with first",
    meaning: "A password of the ‹admin›’s or a random one must be changed at once.",
    values: {
      set_password_link: "A mailed link, by which they set their password.",
      temporary_password: "A password that is typed, or made at random and mailed.",
      null: "Nothing: nobody is set up.",
    },
  },
  "sso.skip_password_when_enforced": {
    title: "Passwords where single sign-on is enforced",
    meaning: "Whether there is still a step for a password.",
    values: { true: "There is none.", false: "There is one, beside single sign-on." },
  },
  "sso.fill_empty_names": {
    title: "Names from single sign-on",
    meaning: "Names that are there are never overwritten.",
    values: { true: "Empty names are filled in.", false: "Names are left as they are." },
  },
  "selfreg.mode": {
    title: "Registering oneself",
    meaning: "May people come without an invitation, and by which door.",
    values: {
      off: "No.",
      catalog: "Yes, by the public catalog.",
      key: "Yes, with a key.",
      group_link: "Yes, by the link of ‹a group›.",
    },
  },
  "selfreg.roles": {
    title: "What people who register become",
    meaning: "Nobody makes themselves more than ‹a learner›.",
    none: "Nothing.",
  },
  "selfreg.check": {
    title: "Before somebody who registered is here",
    meaning: "What has to happen between the form and the first lesson.",
    values: {
      free: "Nothing at first: whoever types a name and an address learns here at once, ‹courses› alone and without a seat, and is gone after seven days unless the link that is mailed to the address is followed; whoever was deactivated can come in like this too, as anybody can. Where domains alone may register, single sign-on is the only way in, or addresses are proved twice, the proof comes first all the same.",
      verify_email: "They prove their address by the link that is mailed to it.",
      moderated: "They prove their address, and then somebody here approves them.",
    },
  },
  "selfreg.domains_allowed": {
    title: "Domains that may register",
    meaning:
      "One a line, *.example.org for every domain below it. Leave it empty to let in addresses of all.",
    none: "All domains.",
  },
  "selfreg.domains_refused": {
    title: "Domains that may not register",
    meaning: "One a line. Only where the list above is empty.",
    none: "None.",
  },
  "selfreg.refund": {
    title: "After a refund",
    meaning:
      "What happens to the enrolment when the whole price is given back. Who has not confirmed their address yet has none, and their registration ends.",
    values: { end: "It ends; its record is kept.", keep: "It stays." },
  },

  "mail.from_name": {
    title: "Name of the sender",
    meaning: "What mails name as their sender.",
    values: { "{workspace}": "The name of the ‹workspace›.", "{product}": "The name of the product." },
  },
  "mail.subject": {
    title: "Subject of invitations",
    meaning: "In the language of the mail.",
    values: {
      inviter_invited_you: "“Ana Ruiz invited you to …”",
      invited_to_workspace: "“You’re invited to …”",
      invitation_to_workspace: "“Invitation to …”",
      welcome_to_product: "“Welcome to …”, with the name of the product",
    },
  },
  "mail.cta": {
    title: "Button of invitations",
    meaning: "In the language of the mail.",
    values: {
      accept_invitation: "“Accept invitation”",
      set_password_and_get_started: "“Set Password and Get Started”",
      set_your_password: "“Set your password”",
    },
  },
  "mail.track_opens": {
    title: "Whether a mail was opened",
    meaning: "By a picture of the mail provider’s. Links are never tracked.",
    values: { true: "It is noted, as far as it can be known.", false: "It is not noted." },
  },
  "notify.pre_activation": {
    title: "Mails before somebody has joined",
    meaning: "What is mailed besides the invitation and its reminders.",
    values: {
      invite_only: "Nothing.",
      invite_and_session: "Each ‹session› they have a seat in, and its reminders.",
    },
  },
  "notify.pre_activation_trial": {
    title: "Mails before joining, on a free trial",
    meaning: "Whether less is mailed during a trial.",
    values: {
      invite_and_reset_only: "The invitation and a new password, nothing else.",
      null: "As always.",
    },
  },

  "billing.start_invited": {
    title: "When somebody invited takes a seat",
    meaning: "From when on they count against the plan.",
    values: { on_activation: "When they have joined.", on_notification: "When the invitation is sent." },
  },
  "billing.start_direct": {
    title: "When somebody set up takes a seat",
    meaning: "From when on they count against the plan.",
    values: {
      on_notification: "When they are told.",
      on_activation: "When they sign in first.",
      null: "Never: nobody is set up.",
    },
  },
  "seats.reserve": {
    title: "Seats of open invitations",
    meaning: "Whether an invitation holds a seat of the plan before it is accepted.",
    values: {
      true: "Each open invitation holds a seat.",
      false: "A seat is taken by whoever is first to join.",
    },
  },
  "limits.users_soft": {
    title: "Recommended number of people",
    meaning: "A warning comes at 90 per cent. Nobody is turned away by it.",
    some: "At",
    none: "None, and no warning.",
  },
};

/** The policies in the order of a document: what belongs together stands together, each key once. */
const themes = {
  inviting: {
    title: "Inviting",
    lead: "What the form asks, and what whoever invites is told.",
    keys: [
      "invite.required",
      "invite.optional",
      "invite.unit_fields_for_roles",
      "roles.scope_default",
      "invite.multi_address",
      "invite.role_picker",
      "invite.default_role",
      "name_source",
      "invite.existing_here",
      "invite.existing_elsewhere",
      "from_session.enabled",
      "from_session.requires",
    ],
  },
  links: {
    title: "Links, reminders, canceling",
    lead: "How long links last, and what becomes of invitations that nobody answers.",
    keys: [
      "invite.link_ttl_s",
      "invite.link_ttl_max_s",
      "invite.copy_link",
      "resend.token",
      "resend.expiry",
      "resend.message",
      "reminders.schedule",
      "cancel.enabled",
      "cancel.keep_row",
      "cancel.undo_enrolments",
    ],
  },
  roles: {
    title: "Roles and rights",
    lead: "Which roles there are, and who may bring people in.",
    keys: [
      "roles.set",
      "roles.multiple",
      "roles.may_invite",
      "roles.may_manage_invites",
      "group_level.may",
      "roles.effective",
      "ui.role_switcher",
      "landing.by_role",
      "landing.priority",
    ],
  },
  people: {
    title: "People and leaving",
    lead: "Where invited people are found, and how somebody’s time here ends.",
    keys: [
      "ui.pending_in_users_list",
      "ui.pending_view",
      "lifecycle.deactivate",
      "lifecycle.remove",
      "access.expiry_enabled",
      "access.on_expiry",
      "remove.learning_records",
      "retention.never_accepted_days",
      "retention.import_rows_days",
    ],
  },
  joining: {
    title: "Joining and signing in",
    lead: "What somebody meets behind the link, and how they prove who they are.",
    keys: [
      "activation.after",
      "activation.verify_email",
      "identity.password_min",
      "identity.email_change",
      "sso.skip_password_when_enforced",
      "sso.fill_empty_names",
    ],
  },
  registering: {
    title: "Registering oneself",
    lead: "Who may come without an invitation, and what stands before it.",
    keys: [
      "selfreg.mode",
      "selfreg.roles",
      "selfreg.check",
      "selfreg.domains_allowed",
      "selfreg.domains_refused",
      "selfreg.refund",
    ],
  },
  setup: {
    title: "Without an invitation",
    lead: "People who are set up by somebody else, and people without an e-mail address.",
    keys: [
      "direct_setup.enabled",
      "direct_setup.allowed_on_trial",
      "direct_setup.credentials",
      "identity.username",
      "identity.allow_no_email",
      "identity.card_days",
    ],
  },
  files: {
    title: "Files",
    lead: "What a file of people may say, and how it is read.",
    keys: [
      "csv.required",
      "csv.optional",
      "csv.default_role",
      "csv.allowed_roles",
      "csv.role_vocab",
      "csv.match",
      "csv.unknown_group",
      "csv.existing",
      "csv.preview",
    ],
  },
  places: {
    title: "‹Units›, ‹groups›, ‹courses›",
    lead: "How the ‹workspace› is divided, and what follows from being in a place.",
    keys: [
      "units.enabled",
      "units.per_person",
      "groups.root",
      "groups.propagate_learner",
      "enrol.from_group",
      "session.remind_hours",
    ],
  },
  mails: {
    title: "Mails",
    lead: "What mails look like, and what is mailed before somebody has joined.",
    keys: [
      "mail.from_name",
      "mail.subject",
      "mail.cta",
      "mail.track_opens",
      "notify.pre_activation",
      "notify.pre_activation_trial",
    ],
  },
  seats: {
    title: "Seats and size",
    lead: "From when on people count.",
    keys: ["billing.start_invited", "billing.start_direct", "seats.reserve", "limits.users_soft"],
  },
} as const satisfies Record<string, { title: string; lead: string; keys: readonly PolicyKey[] }>;

export type PolicyTheme = keyof typeof themes;

/** Presets, what a change meets, and the pages about policies. */
export const policies = {
  keys,
  themes: themes as Record<PolicyTheme, { title: string; lead: string; keys: readonly PolicyKey[] }>,
  title: "Policies",
  lead: "How this ‹workspace› invites people, looks after them and lets them go. Every line is a rule that holds now.",
  contents: "Contents",
  search: "Search policies",
  searchSubmit: "Search",
  found: ({ count }: { count: number }) =>
    plural(count, { one: "# policy has these words", other: "# policies have these words" }),
  nothingFound: "No policy has these words",
  showAll: "Show all",
  preset: "Preset",
  presetLead: "A preset is a set of values for all policies. What you change yourself stays yours.",
  presetIs: ({ preset }: { preset: string }) => `This ‹workspace› runs the preset “${preset}”.`,
  ownCount: ({ count }: { count: number }) =>
    plural(count, { one: "# policy is changed here.", other: "# policies are changed here." }),
  ownNone: "Nothing is changed here.",
  choosePreset: "Choose another preset",
  own: "changed here",
  ofPreset: ({ value }: { value: string }) => `The preset: ${value}`,
  change: "Change",
  changeTheme: ({ theme }: { theme: string }) => `Change ${theme}`,
  fixed: "Always",
  presets: {
    standard: {
      title: "Standard",
      lines: [
        "Links for a week, reminders, files that only add. Managers and group administrators invite into their part.",
        "People join by the link and are signed in at once.",
      ],
    },
    academy: {
      title: "Academy",
      lines: [
        "Only administrators invite, one person at a time; links last a day and a resend makes a new one.",
        "Group administrators put members into their groups. After joining people sign in themselves.",
      ],
    },
    training_provider: {
      title: "Training provider",
      lines: [
        "Names are entered by whoever invites; links are without end and can be copied.",
        "Managers look after their unit. Addresses are proved by a second mail, access may end on a day.",
      ],
    },
    collaborative: {
      title: "Collaborative",
      lines: [
        "A tree of groups under one, each with its administrators, who invite; instructors invite from a session.",
        "Invitations stay open until they are canceled. People can be set up directly, also without an address.",
      ],
    },
    programs: {
      title: "Programs",
      lines: [
        "As collaborative, with labels, languages and a last day after which people are removed.",
        "Invitations have a list of their own, and nobody is invited who has an account elsewhere.",
      ],
    },
    skills: {
      title: "Skills",
      lines: [
        "Only administrators invite; one role for each person, links for a week.",
        "Files need nothing but addresses. Invitations have a list of their own.",
      ],
    },
  },
  compare: {
    title: "Choose a preset",
    lead: "See first what becomes different. Nothing changes before you apply it.",
    legend: "Preset",
    current: "runs now",
    submit: "See the difference",
    to: ({ preset }: { preset: string }) => `From here to “${preset}”`,
    caption: "What becomes different",
    same: "Nothing becomes different.",
    differences: ({ count }: { count: number }) =>
      plural(count, { one: "# policy becomes different", other: "# policies become different" }),
    columns: { policy: "Policy", before: "Now", after: "Then" },
    ownLegend: "Your own changes",
    ownKeep: ({ count }: { count: number }) =>
      plural(count, {
        one: "Keep it: # policy stays as you set it",
        other: "Keep them: # policies stay as you set them",
      }),
    ownReset: "Reset them: every policy becomes the preset’s",
    again: "Show the difference again",
    keptTitle: "What stays yours",
    apply: ({ preset }: { preset: string }) => `Apply “${preset}”`,
    impossible: "It cannot be applied like this",
    impossibleHelp: "Reset your own changes, or change these first.",
  },
  consequencesTitle: "What this meets",
  consequences: {
    open_invitations: ({ count }: { count: number }) =>
      english(count, {
        one: "# open invitation keeps its end, its link, its roles and its places. When it is resent, canceled or accepted, the new rules hold.",
        other:
          "# open invitations keep their end, their link, their roles and their places. When they are resent, canceled or accepted, the new rules hold.",
      }),
    imports_at_work: ({ count }: { count: number }) =>
      plural(count, {
        one: "# file is at work: rows that were reviewed are done as reviewed. A row whose role is gone is refused and says so.",
        other:
          "# files are at work: rows that were reviewed are done as reviewed. A row whose role is gone is refused and says so.",
      }),
    role_gone: ({ role, members, invited }: { role: string; members: number; invited: number }) =>
      `${role}: ${plural(members, { one: "# person holds it", other: "# people hold it" })}, ${plural(invited, { one: "# is invited as it", other: "# are invited as it" })}. They keep it, with its rights, until somebody changes their roles; nobody is given it any more.`,
    units_off: ({ count }: { count: number }) =>
      plural(count, {
        one: "# ‹unit› stays with its people and is not shown. It is back when ‹units› are turned on again.",
        other:
          "# ‹units› stay with their people and are not shown. They are back when ‹units› are turned on again.",
      }),
    units_one: "Whoever is in several ‹units› stays in them until they are moved.",
    rights_lost:
      "Whoever loses the right to invite or to manage invitations loses it with their next page. Their files and bulk acts at work stop and say so; invitations they have sent stay.",
    propagation_on:
      "Nobody joins a ‹group› above by this alone. From now on whoever is put into ‹a group›, or whose ‹group› is moved, is in the ‹groups› above it too.",
    propagation_off:
      "Whoever is in ‹a group› because of one below it stays there until their ‹groups› change. Nobody is added that way any more.",
    root_on: "The ‹group› that holds all others is made with the next ‹group›, and the others move below it.",
    root_off: "The ‹group› that holds all others stays, as one that can be moved, hidden or deleted.",
    access_ends_stay: "Last days that are set go on to count. They can be cleared, and no new ones are set.",
    mailbox_proved:
      "Whoever has not proved their address has to, before their next page. That may be you: whoever joined by a mailed link has.",
    passwords_stay: "Passwords that people have stay. The new length counts when one is set.",
    erased_sooner:
      "Tonight the data of people who never joined are erased for every invitation that ended longer ago than that. This cannot be taken back.",
    deactivated_stay: "Whoever is deactivated stays so, and can be reactivated or removed.",
    one_role_for_new: "Whoever has several roles keeps them until their roles are changed.",
  },
  form: {
    submit: "Save",
    confirm: "Save it like this",
    back: "Back without saving",
    reset: "Reset to the preset’s",
    none: "None",
    everyRole: "Every role",
    everyColumn: "Every column",
    these: "These",
    unit: "Unit",
    units: { hours: "hours", days: "days", characters: "characters", people: "people" },
    noBound: "Without end",
    noLimit: "No bound",
    limited: "After",
    never: "Never",
    number: "Number",
    role: "Role",
    rightPlace: ({ role, place }: { role: string; place: string }) => `${role} (${place})`,
    places: { unit: "in their ‹unit›", group: "in their ‹group›" },
    moment: ({ number }: { number: number }) => `Reminder ${number}`,
    moments: {
      "": "No reminder",
      share: "At a share of the term, in per cent",
      before_end: "Hours before the end",
      after_sending: "Hours after the sending",
    },
    landing: { "": "As usual", manage: "‹Manage_area›", portal: "‹Learner_area›" },
    landingOthers: "All other roles",
    place: ({ number }: { number: number }) => `Role ${number}`,
    noRole: "No more",
    wrongNumber: "Give a whole number.",
  },
  values: {
    days: ({ count }: { count: number }) => plural(count, { one: "# day", other: "# days" }),
    hours: ({ count }: { count: number }) => plural(count, { one: "# hour", other: "# hours" }),
    characters: ({ count }: { count: number }) =>
      plural(count, { one: "# character", other: "# characters" }),
    people: ({ count }: { count: number }) => plural(count, { one: "# person", other: "# people" }),
    share: ({ percent }: { percent: number }) =>
      percent === 50 ? "halfway through the term" : `after ${percent} per cent of the term`,
    beforeEnd: ({ term }: { term: string }) => `${term} before the end`,
    afterSending: ({ term }: { term: string }) => `${term} after the sending`,
    landing: ({ role, place }: { role: string; place: string }) => `${role}: ${place}`,
  },
};
