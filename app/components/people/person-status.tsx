import { useManage } from "../../manage-words";
import type { DeliveryKey, ManageMessages } from "../../messages/manage/en";
import { useWords } from "../../request";
import { StatusBadge, type StatusTone } from "../ui/status-badge";

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
export function wentWrong(
  manage: ManageMessages,
  delivery: string,
): delivery is keyof typeof manage.people.bad {
  return delivery in manage.people.bad;
}

export interface PersonStatusProps {
  status: string;
  delivery: string;
}

/** Where a person stands and, before they joined, where their mail is, with the remedy where it went wrong. */
export function PersonStatus({ status, delivery }: PersonStatusProps) {
  const manage = useManage();
  const words = useWords().status as Readonly<Record<string, string>>;
  const open = status === "pending" || status === "expired";
  const bad = open && wentWrong(manage, delivery);
  const state = manage.delivery[delivery as DeliveryKey];
  return (
    <div className="grid">
      <StatusBadge tone={bad ? "bad" : (tones[status] ?? "quiet")}>
        {bad ? state.label : (words[status] ?? status)}
      </StatusBadge>
      {bad ? (
        <span className="ps-4.5 text-sm text-danger sm:in-[td]:max-w-36">{manage.people.bad[delivery]}</span>
      ) : (
        open && state && <span className="ps-4.5 text-sm text-muted">{state.label}</span>
      )}
    </div>
  );
}
