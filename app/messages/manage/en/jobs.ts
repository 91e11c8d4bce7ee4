import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

export const bulk = {
  label: "With the selected people",
  selected: ({ count }: { count: number }) => plural(count, { one: "# selected", other: "# selected" }),
  selectPage: "Select everybody on this page",
  allMatching: ({ count }: { count: string }) => `All ${count} that match the filter`,
  allMatchingPlain: "All that match the filter",
  resend: "Resend …",
  cancel: "Cancel invitations …",
  export: "Export",
  clear: "Clear selection",
  titles: { resend: "Resend invitations", cancel: "Cancel invitations" },
  will: {
    resendRotate: ({ count }: { count: number }) =>
      plural(count, {
        one: "# person gets a new link; the old link stops working.",
        other: "# people get a new link; old links stop working.",
      }),
    resendKeep: ({ count }: { count: number }) =>
      plural(count, {
        one: "# person gets the mail with the link again.",
        other: "# people get the mail with their link again.",
      }),
    cancel: ({ count }: { count: number }) =>
      plural(count, {
        one: "# invitation is withdrawn: its link stops working.",
        other: "# invitations are withdrawn: their links stop working.",
      }),
  },
  skipped: ({ count }: { count: number }) => plural(count, { one: "# skipped", other: "# skipped" }),
  nothing: { resend: "There is nothing to resend here.", cancel: "There is nothing to cancel here." },
  nothingHelp: "None of the selected people has an invitation for which this is possible.",
  go: {
    resend: ({ count }: { count: number }) =>
      plural(count, { one: "Resend # invitation", other: "Resend # invitations" }),
    cancel: ({ count }: { count: number }) =>
      plural(count, { one: "Cancel # invitation", other: "Cancel # invitations" }),
  },
  message: "Message",
  messageHint: "Stands in the mail. Plain text, no links.",
  canUndo: "You can take this back for a few seconds after it starts.",
  cannotUndo: "This cannot be taken back. To let people join after all, invite them again.",
  nobody: "Select at least one person first.",
  notNow: "Not now",
};

/** What became of a row of a bulk act, or why it is left out; the names are the verdicts of the domain. */
export const outcomes = {
  done: "Done",
  waiting: "Waiting",
  bounced: "Last mail bounced: edit the address first",
  just_sent: "Was mailed a moment ago",
  sent_often: "Was mailed five times today",
  not_open: "No open invitation",
  changed_meanwhile: "Changed in the meantime",
  role_above_yours: "Invites to a role above yours",
  right_lost: "Stopped: whoever started it may no longer do this",
} as Readonly<Record<string, string>>;

export const job = {
  titles: { resend: "Resending invitations", cancel: "Canceling invitations" },
  running: ({ done, total }: { done: string; total: string }) => `${done} of ${total}`,
  runningTitle: "Under way",
  doneTitle: "Done",
  undoneTitle: "Taken back",
  progress: "Progress",
  reload: "Load again to see how far it is",
  outcome: "Outcome",
  count: "People",
  results: "What became of each",
  toList: "To the list",
  startedBy: "Started by {name} {at}",
  leave: "You can leave this page; it goes on by itself.",
  undoneLead: "It was stopped before it began. Nothing has changed.",
  outcomeDone: { resend: "Mail on its way", cancel: "Canceled" },
  firstRows: ({ count }: { count: number }) =>
    plural(count, { one: "The first row.", other: "The first # rows." }),
};
