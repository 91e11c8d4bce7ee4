import { Link } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";
import { acts } from "../../messages/manage/en/people";
import { Notice } from "../ui/notice";
import { StatusBadge } from "../ui/status-badge";
import { KnownActions, type KnownPerson } from "./known-person";
import { UndoMany } from "./undo-many";

const sections = { acts, invite };

/** What became of one address of several. */
export interface ResultLine extends KnownPerson {
  address: string;
  name: string;
  /** Why it was not invited; empty where it was. */
  message: string;
}

export interface SentMany {
  prepared: boolean;
  people: ResultLine[];
  undo: { op: string; count: number } | null;
}

function Line({ line, base, prepared }: { line: ResultLine; base: string; prepared: boolean }) {
  const manage = useManage(sections);
  const { results } = manage.invite;
  const invited = line.message === "";
  return (
    <li className="grid gap-1 border-b border-line py-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0 wrap-anywhere">
          {line.name && <span className="font-medium">{line.name} </span>}
          {line.address}
        </span>
        <StatusBadge tone={invited ? "good" : "attention"}>
          {invited ? (prepared ? results.prepared : results.invited) : results.refused}
        </StatusBadge>
      </div>
      {invited ? (
        <Link to={`${base}/people/${line.personId}`} className="link w-fit text-sm">
          {manage.acts.open}
        </Link>
      ) : (
        <>
          <p className="text-sm text-muted">{line.message}</p>
          {line.personId && (
            <div className="flex flex-wrap gap-2">
              <KnownActions known={line} base={base} />
            </div>
          )}
        </>
      )}
    </li>
  );
}

/** What became of each of several addresses; whoever could not be invited stands first, and in the box below. */
export function InviteResults({
  sent,
  base,
  onLeave,
}: {
  sent: SentMany;
  base: string;
  onLeave?: () => void;
}) {
  const manage = useManage(sections);
  const head = useRef<HTMLDivElement>(null);
  const { results } = manage.invite;
  const { people, prepared, undo } = sent;
  const refused = people.filter(({ message }) => message !== "");
  const invited = people.filter(({ message }) => message === "");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new result takes the focus.
  useEffect(() => head.current?.focus(), [sent]);

  return (
    <section aria-label={results.title} className="grid gap-3">
      {/* biome-ignore lint/a11y/noAutofocus: after sending this is where reading goes on. */}
      <div ref={head} tabIndex={-1} autoFocus className="rounded-md">
        <Notice
          tone={refused.length > 0 ? "warn" : "ok"}
          title={(prepared ? results.preparedCount : results.invitedCount)({ count: invited.length })}
          actions={undo && <UndoMany base={base} undo={undo} onLeave={onLeave} />}
        >
          {refused.length > 0 && results.refusedCount({ count: refused.length })}
        </Notice>
      </div>
      <ul aria-label={results.title} className="border-t border-line">
        {[...refused, ...invited].map((line) => (
          <Line key={line.address} line={line} base={base} prepared={prepared} />
        ))}
      </ul>
    </section>
  );
}
