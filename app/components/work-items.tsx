import { Link } from "@remix-run/react";
import type { WorkItem as Listed } from "../../worker/domain/jobs/list-work";
import { useManage } from "../manage-words";
import { work } from "../messages/manage/en/work";
import { useRequest } from "../request";
import { StatusBadge, type StatusTone } from "./ui/status-badge";

const sections = { work };

/** One of them, with what it is called. */
export type WorkItem = Listed & { title: string };

const tones: Record<WorkItem["state"], StatusTone> = {
  running: "waiting",
  waiting: "attention",
  done: "good",
  undone: "quiet",
  canceled: "quiet",
  failed: "bad",
};

/** Bulk acts and imports, each with the way to its own page. */
export default function WorkItems({ base, items }: { base: string; items: readonly WorkItem[] }) {
  const manage = useManage(sections);
  const { language } = useRequest();
  const number = new Intl.NumberFormat(language);
  const { work } = manage;
  return (
    <ul className="grid gap-3">
      {items.map((item) => {
        const { kind, id, title, state, done, total, skipped, subject } = item;
        const running = state === "running";
        return (
          <li key={id} className="grid gap-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <Link
                to={`${base}/${kind === "import" ? "imports" : "jobs"}/${id}`}
                className="link min-w-0 wrap-anywhere"
              >
                {title}
              </Link>
              <StatusBadge tone={tones[state]}>{work.states[state]}</StatusBadge>
            </div>
            {running && (
              <progress
                aria-label={title}
                max={Math.max(total, 1)}
                value={done}
                className="h-2 w-full accent-accent-text"
              />
            )}
            {subject && <p className="text-sm wrap-anywhere text-muted">{subject}</p>}
            <p className="text-sm text-muted tabular-nums">
              {running
                ? work.progress({ done: number.format(done), total: number.format(total) })
                : [
                    work.done({ count: number.format(done) }),
                    skipped > 0 && work.skipped({ count: number.format(skipped) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
