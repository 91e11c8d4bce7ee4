import { type DeliveryKey, manage } from "../../messages/manage/en";
import { useWords } from "../../request";
import { StatusBadge, type StatusTone } from "../ui/status-badge";

/** The workspace's own words for two states (policy ui.status_labels). */
export interface StatusWords {
  sent: string;
  active: string;
}

const tones: Readonly<Record<string, StatusTone>> = {
  active: "good",
  pending: "waiting",
  expired: "attention",
  deactivated: "quiet",
  canceled: "quiet",
  declined: "attention",
  removed: "quiet",
};

/** True for the states of a mail after which nothing arrives any more. */
export function wentWrong(delivery: string): delivery is keyof typeof manage.people.bad {
  return delivery in manage.people.bad;
}

export interface PersonStatusProps {
  status: string;
  delivery: string;
  labels: StatusWords;
}

/** Where a person stands and, before they joined, where their mail is, with the remedy where it went wrong. */
export function PersonStatus({ status, delivery, labels }: PersonStatusProps) {
  const words = useWords().status as Readonly<Record<string, string>>;
  const label = status === "active" ? labels.active : status === "pending" ? labels.sent : words[status];
  const open = status === "pending" || status === "expired";
  const bad = open && wentWrong(delivery);
  const state = manage.delivery[delivery as DeliveryKey];
  return (
    <div className="grid">
      <StatusBadge tone={bad ? "bad" : (tones[status] ?? "quiet")}>
        {bad ? state.label : (label ?? status)}
      </StatusBadge>
      {bad ? (
        <span className="ps-4.5 text-sm text-danger sm:in-[td]:max-w-36">{manage.people.bad[delivery]}</span>
      ) : (
        open && state && <span className="ps-4.5 text-sm text-muted">{state.label}</span>
      )}
    </div>
  );
}
