import { useManage } from "../../manage-words";
import { seatNotice } from "../../messages/manage/en/seat-notice";
import { LinkButton } from "../ui/button";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";

const sections = { seatNotice };

export interface SeatState {
  left: number | null;
  refusedAt: number | null;
  people: { count: number; softLimit: number | null; warned: boolean };
}

/** True where there is something to say about it. */
export function isShort({ left, people }: SeatState): boolean {
  return (left !== null && left < 1) || people.warned;
}

/** That there is no seat left, or nearly as many people as are recommended; with a way to the page of seats. */
export function SeatNotice({ seats, to }: { seats: SeatState; to?: string }) {
  const manage = useManage(sections);
  const { none, soft } = manage.seatNotice;
  const { left, refusedAt, people } = seats;
  const actions = to && (
    <LinkButton to={to} size="small">
      {none.who}
    </LinkButton>
  );
  return (
    <>
      {left !== null && left < 1 && (
        <Notice tone="warn" title={none.title} actions={actions}>
          <p>{left < 0 ? none.over({ count: -left }) : none.full}</p>
          {refusedAt !== null && (
            <p>
              {none.asked} <Time at={refusedAt} />.
            </p>
          )}
          <p>{none.help}</p>
        </Notice>
      )}
      {people.warned && people.softLimit !== null && (
        <Notice title={soft.title({ count: people.count, limit: people.softLimit })}>{soft.lead}</Notice>
      )}
    </>
  );
}
