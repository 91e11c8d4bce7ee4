import type { ImportView } from "../../../../worker/domain/imports/import-view";

type Outcome = keyof ImportView["counts"];

/** Why rows are left out, or what became of them. */
export const outcomes: Record<Outcome, string> = {
  staged: "Being checked",
  ready: "Ready",
  warning: "Ready, with a warning",
  update: "Will be changed",
  error: "Error",
  duplicate: "Address stands further up",
  already_member: "Already a member",
  already_invited: "Already invited",
  deactivated: "Deactivated member",
  excluded: "Left out by hand",
  invited: "Invited",
  updated: "Changed",
  set_up: "Set up: a member now",
  canceled: "Canceled before it was their turn",
  undone: "Invitation taken back",
  kept_accepted: "Kept: has joined",
  kept_changed: "Kept: resent, edited, copied or ended since",
  kept_above: "Kept: to a role above yours, or outside of your part",
  kept_updated: "Kept: was here before, and keeps what the file changed",
};

export const outcomeHelp: Partial<Record<Outcome, string>> = {
  duplicate: "The first row with the address counts.",
  update: "They are here already and get what the file says, without a mail.",
  already_member: "Nothing changes for them.",
  already_invited: "They get no second mail. Resend from the list of people.",
  deactivated: "Reactivate them from the list of people instead.",
};

export const statuses: Record<ImportView["status"], string> = {
  receiving: "Uploading",
  mapping: "Waits for you: columns",
  checking: "Rows are being checked",
  ready: "Waits for you: review",
  running: "Inviting",
  paused: "Paused",
  undoing: "Being taken back",
  done: "Done",
  canceled: "Canceled",
  undone: "Taken back",
  failed: "Not taken in",
};
