import { useManage } from "../../manage-words";
import type { DeliveryKey, ManageMessages } from "../../messages/manage/en";
import { delivery } from "../../messages/manage/en/delivery";
import { people } from "../../messages/manage/en/people";
import { useWords } from "../../request";
import { Rich } from "../ui/rich";
import { StatusBadge, type StatusTone } from "../ui/status-badge";
import { Time } from "../ui/time";

const sections = { delivery, people };

const tones: Readonly<Record<string, StatusTone>> = {
  active: "good",
  pending: "waiting",
  expired: "attention",
  deactivated: "quiet",
  unproved: "attention",
  canceled: "quiet",
  declined: "attention",
  removed: "quiet",
};

/** True for the states of a mail after which nothing arrives any more. */
export function wentWrong(
  manage: Pick<ManageMessages, "people">,
  delivery: string,
): delivery is keyof typeof manage.people.bad {
  return delivery in manage.people.bad;
}

export interface PersonStatusProps {
  status: string;
  delivery: string;
  /** Of who was let in without proof: when they are gone unless somebody confirms the address. */
  until?: number | undefined;
  /** Since when they wait for a seat; null: they do not. */
  seatWaitSince?: number | null;
  /** Deactivated because their access ended, and not by hand. */
  accessEnded?: boolean;
}

/** Where a person stands and, before they joined, where their mail is, with the remedy where it went wrong. */
export function PersonStatus(props: PersonStatusProps) {
  const { status, delivery, until, seatWaitSince = null, accessEnded = false } = props;
  const manage = useManage(sections);
  const words = useWords().status as Readonly<Record<string, string>>;
  const open = status === "pending" || status === "expired";
  const bad = open && wentWrong(manage, delivery);
  const state = manage.delivery[delivery as DeliveryKey];
  return (
    <div className="grid">
      <StatusBadge tone={bad ? "bad" : (tones[status] ?? "quiet")}>
        {bad ? state.label : (words[status] ?? status)}
      </StatusBadge>
      {until !== undefined && (
        <span className="ps-4.5 text-sm text-muted">
          <Rich text={manage.people.confirmUntil} values={{ at: <Time at={until} /> }} />
        </span>
      )}
      {accessEnded && <span className="ps-4.5 text-sm text-muted">{manage.people.accessEnded}</span>}
      {open && seatWaitSince !== null && (
        <span className="ps-4.5 text-sm text-warn sm:in-[td]:max-w-36">
          <Rich text={manage.people.waitsForSeat} values={{ at: <Time at={seatWaitSince} /> }} />
        </span>
      )}
      {bad ? (
        <span className="ps-4.5 text-sm text-danger sm:in-[td]:max-w-36">{manage.people.bad[delivery]}</span>
      ) : (
        open && state && <span className="ps-4.5 text-sm text-muted">{state.label}</span>
      )}
    </div>
  );
}
