import type { TimelineEntry } from "../../../worker/domain/members/view-member";
import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { events } from "../../messages/manage/en/audit";
import { mailStates, mails, openedCaveat } from "../../messages/manage/en/mails";
import { person } from "../../messages/manage/en/person";
import type { StatusTone } from "../ui/status-badge";
import { Timeline, type TimelineEvent } from "../ui/timeline";
import { EventDetails, hasDetails } from "./event-details";

const sections = { events, mailStates, mails, openedCaveat, person };

/** One thing that happened, as the use case viewMember tells it. */
export type HistoryEntry = TimelineEntry;

const tones: Readonly<Record<string, StatusTone>> = {
  "invitation.accepted": "good",
  "invitation.declined": "attention",
  "invitation.canceled": "quiet",
  "member.removed": "bad",
  "member.deactivated": "attention",
  "member.reactivated": "good",
  delivered: "good",
  opened: "good",
  clicked: "good",
  bounced: "bad",
  complained: "bad",
  failed: "bad",
};

function actorName(manage: Pick<ManageMessages, "person">, actor: { kind: string; name: string }): string {
  return actor.kind === "system" ? manage.person.system : actor.name;
}

function tell(
  manage: Pick<ManageMessages, "events" | "mailStates" | "mails" | "openedCaveat" | "person">,
  entry: HistoryEntry,
): TimelineEvent {
  const { id, at } = entry;
  if (entry.kind === "act") {
    const { action, actor, details } = entry;
    const name = actorName(manage, actor);
    return {
      id,
      at,
      tone: tones[action] ?? "waiting",
      title: name
        ? `${manage.events[action] ?? action} ${manage.person.by({ name })}`
        : (manage.events[action] ?? action),
      detail: hasDetails(details) ? <EventDetails details={details} /> : undefined,
    };
  }
  if (entry.kind === "mail") {
    const { template, state, to, error } = entry;
    return {
      id,
      at,
      tone: state === "failed" ? "bad" : "quiet",
      title: manage.mailStates[state]?.({ mail: manage.mails[template] ?? template }) ?? template,
      detail: error ? `${to} · ${error}` : to,
    };
  }
  const { type, detail } = entry;
  return {
    id,
    at,
    tone: tones[type] ?? "quiet",
    title: manage.events[`mail.${type}`] ?? type,
    detail: type === "opened" ? manage.openedCaveat : (detail ?? undefined),
  };
}

/** Everything that happened to a person, newest first. */
export function History({ entries }: { entries: readonly HistoryEntry[] }) {
  const manage = useManage(sections);
  if (entries.length === 0) return <p className="text-muted">{manage.person.historyEmpty}</p>;
  return <Timeline events={entries.map((entry) => tell(manage, entry))} />;
}
