import type { ReactNode } from "react";
import type { StatusTone } from "./status-badge";
import { StatusBadge } from "./status-badge";
import { Time } from "./time";

export interface TimelineEvent {
  id: string;
  /** UTC milliseconds. */
  at: number;
  title: ReactNode;
  tone?: StatusTone;
  /** A caveat or a reason. */
  detail?: ReactNode;
}

/** What happened, one event a line, in the order given. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className="grid">
      {events.map((event) => (
        <li key={event.id} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-2">
          <div className="min-w-0 grow">
            <StatusBadge tone={event.tone ?? "quiet"}>
              <span className="whitespace-normal text-ink">{event.title}</span>
            </StatusBadge>
            {event.detail && <div className="ps-4.5 text-sm text-muted">{event.detail}</div>}
          </div>
          <span className="text-sm text-muted max-sm:ps-4.5">
            <Time at={event.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
