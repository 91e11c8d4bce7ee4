import type { Noun, Terms } from "../../../terms";

/** Keys of what has one word for one and one for many, and of what stands whole. */
export type NounKey = { [Key in keyof Terms]: Terms[Key] extends Noun ? Key : never }[keyof Terms];
export type PhraseKey = Exclude<keyof Terms, NounKey>;

/** The page on which a workspace chooses its words. What is to be named goes by its usual name here. */
export const words = {
  title: "Words",
  lead: "What this ‹workspace› calls things, on pages, in mails and in files. Left empty, the usual word stands.",
  language: "Language of the words",
  languageLead: "Each language has words of its own.",
  things: "Things",
  thingsLead:
    "One and many, as they stand within a sentence. A capital at the beginning of one comes by itself.",
  roles: "Roles",
  rolesLead: "A word for a role changes nothing of what the role may do.",
  phrases: "Titles, buttons and states",
  phrasesLead: "As they stand alone.",
  one: "One",
  many: "Many",
  nouns: {
    workspace: "Workspace",
    unit: "Unit",
    group: "Group",
    course: "Course",
    session: "Session",
    admin: "Administrator",
    unit_manager: "Manager of a unit",
    group_admin: "Group administrator",
    user_admin: "User administrator",
    coach: "Coach",
    session_instructor: "Session instructor",
    instructor: "Instructor",
    learner: "Learner",
  } satisfies Record<NounKey, string>,
  texts: {
    people: "List of people",
    invitations: "List of invitations",
    invite: "Button that begins an invitation",
    send_invitation: "Button that sends it",
    resend: "Button that sends it again",
    remind: "Button that reminds",
    cancel_invitation: "Button that cancels it",
    import_people: "Import from a file",
    set_up: "Button that sets a person up directly",
    manage_area: "Area of the team",
    learner_area: "Area of those who learn",
    status_pending: "State: invited, not yet joined",
    status_active: "State: joined",
  } satisfies Record<PhraseKey, string>,
  preview: "How it reads",
  submit: "Save words",
};
