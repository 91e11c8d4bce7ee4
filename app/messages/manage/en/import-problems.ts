import type { ProblemCode } from "../../../../worker/domain/imports/cell-problems";
import type { PlainColumn } from "../../../../worker/domain/imports/columns";

/** What a column may be called on the page. */
export const columns: Record<PlainColumn, string> = {
  email: "Email address",
  first_name: "First name",
  last_name: "Last name",
  name: "Full name",
  username: "Username",
  notify_email: "Address told in their place",
  role: "Role",
  unit: "‹Unit›",
  group: "‹Group›",
  courses: "‹Courses›",
  sessions: "‹Sessions›",
  access_expires_on: "Last day of access",
  labels: "Labels",
  language: "Language",
  external_id: "External ID",
  message: "Message",
};

/** The error catalogue (F74): what is wrong, and how it is mended. */
export const problems: Record<ProblemCode, { title: string; mend: string }> = {
  required: { title: "{column} is missing", mend: "Fill it in." },
  too_many: { title: "{column}: too many in one row", mend: "Leave some out." },
  not_asked: {
    title: "{column}: not asked for here",
    mend: "This ‹workspace› does not ask for it when inviting. Empty these cells, or leave the column out.",
  },
  not_for_role: {
    title: "{column}: not for this role",
    mend: "Here it is chosen for some roles only. Empty these cells, or choose another role.",
  },
  column_gone: {
    title: "{column}: a field that is gone",
    mend: "The ‹workspace› does not ask for this field any more. Empty these cells, or leave the column out.",
  },
  email_malformed: { title: "Not an email address", mend: "It should look like ana@example.com." },
  email_too_long: {
    title: "The address is too long",
    mend: "At most 64 characters before the @, and 254 in all.",
  },
  email_display_name: { title: "A name stands beside the address", mend: "Leave the address alone." },
  email_several: { title: "Several addresses in one cell", mend: "Give each person a row." },
  email_quoted: {
    title: "The address has quotation marks",
    mend: "The mail provider does not take them. Use another address.",
  },
  email_not_ascii: {
    title: "Letters that no mail reaches",
    mend: "Before the @ only a to z, digits and . _ - + can be used.",
  },
  email_control_characters: { title: "An invisible character in the address", mend: "Type it anew." },
  email_typo: { title: "Perhaps a slip of the pen", mend: "The mail goes to the address as it is written." },
  email_look_alike: {
    title: "The address mixes letters of several scripts",
    mend: "It may imitate another one. Look at each letter.",
  },
  account_elsewhere: {
    title: "This person already has an account",
    mend: "This ‹workspace› does not invite such people. Leave the row out.",
  },
  username_short: { title: "The username is too short", mend: "At least 3 characters." },
  username_long: { title: "The username is too long", mend: "At most 64 characters." },
  username_address: {
    title: "The username looks like an email address",
    mend: "Leave out the @ and what follows.",
  },
  username_form: {
    title: "Not a username",
    mend: "Only letters a to z, digits, and . _ - between them. It begins and ends with a letter or digit.",
  },
  username_taken: {
    title: "Somebody here has this username",
    mend: "Or one that looks like it, as ana0 and anao do. Choose another.",
  },
  username_twice: {
    title: "A username stands in several rows",
    mend: "Or one that looks like it, as ana0 and anao do. Choose another.",
  },
  username_needs_set_up: {
    title: "Only for people who are set up",
    mend: "Set up the people of this file instead of inviting them: inviting leaves these rows out. Or leave the username out.",
  },
  notify_unused: {
    title: "They have an address of their own",
    mend: "Nobody else is told for them: this cell is left out.",
  },
  name_too_long: { title: "{column} is too long", mend: "At most 100 characters." },
  name_link: { title: "A web address or an @ in the name", mend: "Take it out." },
  name_control_characters: {
    title: "A line break or an invisible character in the name",
    mend: "Type it anew.",
  },
  name_bidi_removed: {
    title: "Invisible marks in the name",
    mend: "They were taken out. Look whether the name reads well.",
  },
  role_unknown: { title: "Unknown role", mend: "Choose a role of this ‹workspace›." },
  role_not_here: { title: "Not a role of this ‹workspace›", mend: "Choose one that is." },
  role_above_yours: {
    title: "A role that may do more than yours",
    mend: "Choose another, or ask ‹an admin› to import these rows.",
  },
  role_needs_confirmation: {
    title: "A role that does not come by file here",
    mend: "Confirm that it may come by this file, or choose another.",
  },
  role_needs_place: {
    title: "{column} is missing for this role",
    mend: "The role holds in a place. Choose one.",
  },
  one_role: { title: "Several roles", mend: "Here a person has one role. Leave one." },
  part_required: {
    title: "{column} is missing",
    mend: "You invite into your part only. Choose a place of yours.",
  },
  one_unit: { title: "Several ‹units›", mend: "Here a person is in one ‹unit›. Leave one." },
  unit_unknown: { title: "Unknown ‹unit›", mend: "Choose ‹a unit› of this ‹workspace›." },
  unit_ambiguous: { title: "Several ‹units› have this name", mend: "Give the ID of the one you mean." },
  group_unknown: { title: "Unknown ‹group›", mend: "Choose ‹a group› of this ‹workspace›." },
  group_ambiguous: { title: "Several ‹groups› have this name", mend: "Give the ID of the one you mean." },
  group_outside_unit: {
    title: "The ‹group› belongs to another ‹unit›",
    mend: "Choose ‹a group› of the person’s ‹unit›, or change the ‹unit›.",
  },
  group_new: {
    title: "New ‹group›",
    mend: "It will be made when the import is confirmed. If the name is a slip, choose the right one.",
  },
  group_ignored: {
    title: "Unknown ‹group›",
    mend: "It is left out, and the person is invited without it.",
  },
  course_unknown: { title: "Unknown ‹course›", mend: "Choose ‹a course› of this ‹workspace›." },
  course_ambiguous: { title: "Several ‹courses› have this name", mend: "Give the ID of the one you mean." },
  course_draft: {
    title: "The ‹course› is a draft",
    mend: "Publish it first, or leave it out: nobody can be enrolled in a draft.",
  },
  session_unknown: {
    title: "Unknown ‹session›",
    mend: "Choose ‹a session› of this ‹workspace› that is still to come.",
  },
  session_ambiguous: {
    title: "Several ‹sessions› have this title",
    mend: "Give the ID of the one you mean.",
  },
  session_draft: {
    title: "The ‹course› of the ‹session› is a draft",
    mend: "Publish it first, or leave it out: nobody can be enrolled in a draft.",
  },
  session_full: {
    title: "The ‹session› is full",
    mend: "Every seat is taken. Choose another ‹session›, or leave it out.",
  },
  day_malformed: { title: "Not a day", mend: "It should look like 2026-12-31." },
  no_seat: {
    title: "No seat was left",
    mend: "Free a seat, or ask for more, then import the failed rows again.",
  },
  day_over: { title: "The last day of access is over", mend: "Give today or a later day." },
  label_malformed: {
    title: "Not a label",
    mend: "A label has 1 to 50 characters, none of them invisible.",
  },
  field_malformed: { title: "{column}: an answer that does not fit", mend: "" },
  language_unknown: { title: "A language we do not write", mend: "Choose en, de, fr or es." },
  message_too_long: { title: "The message is too long", mend: "At most 1,000 characters." },
  message_control_characters: { title: "An invisible character in the message", mend: "Type it anew." },
  external_id_too_long: { title: "The external ID is too long", mend: "At most 200 characters." },
  surplus_cells: {
    title: "More cells than headings",
    mend: "What stands right of the last heading is dropped when you save the row.",
  },
  control_characters: { title: "An invisible character", mend: "Type it anew." },
  existing_elsewhere: {
    title: "Somebody who is not only in your part",
    mend: "They are here already, and you can change those of your part. Leave the row out, or ask ‹an admin›.",
  },
  existing_above_yours: {
    title: "Somebody who may do more than you",
    mend: "You cannot change them by file either. Leave the row out, or ask ‹an admin›.",
  },
  existing_names_right: {
    title: "{column}: you may not change it",
    mend: "This person is here already, and your key may not change names. Empty the cell, or leave the row out.",
  },
  existing_username: {
    title: "{column}: not changed by file",
    mend: "This person is here already. Empty the cell, and change the username on the person’s page.",
  },
  existing_roles_right: {
    title: "You may not give members new roles",
    mend: "This person is here already. Empty the cell, or leave the row out.",
  },
  existing_places_right: {
    title: "{column}: you may not change it",
    mend: "This person is here already. Empty the cell, or leave the row out.",
  },
  existing_sessions: {
    title: "A file gives members no place in ‹a session›",
    mend: "This person is here already. Empty the cell, and add them on the page of the ‹session›.",
  },
  existing_courses_right: {
    title: "You may not enrol members",
    mend: "This person is here already. Empty the cell, or leave the row out.",
  },
  existing_invitation_right: {
    title: "You may not change invitations",
    mend: "This person is invited already. Leave the row out.",
  },
  existing_second_role: {
    title: "It would be a second role",
    mend: "Here a person has one role. Empty the cell, or change the role on the person’s page.",
  },
  existing_second_unit: {
    title: "It would be a second ‹unit›",
    mend: "Here a person is in one ‹unit›. Empty the cell, or change the ‹unit› on the person’s page.",
  },
  existing_last_admin: {
    title: "The only ‹admin›",
    mend: "Their access cannot end. Empty the cell.",
  },
  existing_gone: {
    title: "Not here any more",
    mend: "They left, or their invitation ended, after the file was checked. Upload the row again to invite them.",
  },
};
