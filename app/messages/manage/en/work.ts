import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** Bulk acts and imports that run or ended a short while ago: the tray and its page. */
export const work = {
  title: "Jobs and imports",
  description: "What runs in this ‹workspace›, and what ended within the last hour.",
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
