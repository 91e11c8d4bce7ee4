import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

export const bulk = {
  label: "With the selected people",
  selected: ({ count }: { count: number }) => plural(count, { one: "# selected", other: "# selected" }),
  selectPage: "Select everybody on this page",
  allMatching: ({ count }: { count: string }) => `All ${count} that match the filter`,
  allMatchingPlain: "All that match the filter",
  resend: "Resend …",
  remind: "Remind …",
  cancel: "Cancel invitations …",
  export: "Export",
  clear: "Clear selection",
  titles: {
    resend: "Resend invitations",
    remind: "Remind of invitations",
    cancel: "Cancel invitations",
  },
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
    remind: ({ count }: { count: number }) =>
      plural(count, {
        one: "# person gets a reminder with the link they have; it works as long as before.",
        other: "# people get a reminder with the link they have; it works as long as before.",
      }),
    cancel: ({ count }: { count: number }) =>
      plural(count, {
        one: "# invitation is withdrawn: its link stops working.",
        other: "# invitations are withdrawn: their links stop working.",
      }),
  },
  skipped: ({ count }: { count: number }) => plural(count, { one: "# skipped", other: "# skipped" }),
  nothing: {
    resend: "There is nothing to resend here.",
    remind: "There is nobody to remind here.",
    cancel: "There is nothing to cancel here.",
  },
  nothingHelp: "None of the selected people has an invitation for which this is possible.",
  go: {
    resend: ({ count }: { count: number }) =>
      plural(count, { one: "Resend # invitation", other: "Resend # invitations" }),
    remind: ({ count }: { count: number }) =>
      plural(count, { one: "Remind # person", other: "Remind # people" }),
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
  not_sent: "The mail has not left yet: send it first",
  link_ended: "The link has ended: resend instead",
  changed_meanwhile: "Changed in the meantime",
  role_above_yours: "Invites to a role above yours",
  right_lost: "Stopped: whoever started it may no longer do this",
  not_found: "No longer in your part of the workspace",
  elsewhere_too: "Also outside your part of the workspace: ask an administrator",
  yourself: "That is you: do it on your own page",
  not_active: "Not active",
  not_deactivated: "Not deactivated",
  not_joined: "Has not joined yet",
  access_ended: "Access has ended: set a later day first",
  already: "Is so already",
  only_role: "Has no other role",
  role_there: "Holds a role there: change the roles first",
  place_gone: "The unit or group was deleted meanwhile",
  last_admin: "Stopped: a workspace needs one active administrator",
} as Readonly<Record<string, string>>;

export const job = {
  titles: {
    resend: "Resending invitations",
    remind: "Reminding of invitations",
    cancel: "Canceling invitations",
    delete_group: "Deleting a group",
    regroup: "Bringing groups up to date",
    enrol: "Enrolling people in a course",
    attend: "Giving people places in a session",
    place: "Changing units or groups of people",
    deactivate: "Deactivating people",
    reactivate: "Reactivating people",
    remove: "Removing people",
    change_roles: "Changing roles of people",
  },
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
  outcomeDone: {
    resend: "Mail on its way",
    remind: "Reminder on its way",
    cancel: "Canceled",
    delete_group: "Out of the group",
    regroup: "Up to date",
    enrol: "Enrolled",
    attend: "Place given, as long as there were seats",
    place: "Changed",
    deactivate: "Deactivated",
    reactivate: "Reactivated",
    remove: "Removed",
    change_roles: "Changed",
  },
  firstRows: ({ count }: { count: number }) =>
    plural(count, { one: "The first row.", other: "The first # rows." }),
};

/** Bulk acts and imports that run or ended a short while ago: the tray and its page. */
export const work = {
  title: "Jobs and imports",
  description: "What runs in this workspace, and what ended within the last hour.",
  label: "Jobs and imports",
  running: ({ count }: { count: number }) => plural(count, { one: "# running", other: "# running" }),
  recent: ({ count }: { count: number }) => plural(count, { one: "# recent", other: "# recent" }),
  import: ({ file }: { file: string }) => `Import of ${file}`,
  progress: ({ done, total }: { done: string; total: string }) => `${done} of ${total}`,
  done: ({ count }: { count: string }) => `${count} done`,
  skipped: ({ count }: { count: string }) => `${count} left out`,
  finished: ({ what }: { what: string }) => `Finished: ${what}`,
  states: {
    running: "Under way",
    waiting: "Waits for you",
    done: "Done",
    undone: "Taken back",
    canceled: "Canceled",
    failed: "Stopped",
  },
  empty: "Nothing is running, and nothing ended within the last hour",
  emptyHelp: "Bulk acts begin on the people list, imports on the page of imports.",
  all: "All of them on a page",
};
