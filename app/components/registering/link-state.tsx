import type { LinkState } from "../../../worker/domain/registering/registration-link";
import { useManage } from "../../manage-words";
import { links } from "../../messages/manage/en/registering";
import { useRequest } from "../../request";
import { StatusBadge, type StatusTone } from "../ui/status-badge";

const sections = { links };

const tones: Record<LinkState, StatusTone> = {
  open: "good",
  paused: "waiting",
  full: "attention",
  ended: "quiet",
  deleted: "quiet",
};

/** How a registration link stands, as shape and word. */
export function LinkStatus({ state }: { state: LinkState }) {
  const { links } = useManage(sections);
  return <StatusBadge tone={tones[state]}>{links.states[state]}</StatusBadge>;
}

/** "3 of 50 used". */
export function LinkUses({ uses, maxUses }: { uses: number; maxUses: number | null }) {
  const { links } = useManage(sections);
  const number = new Intl.NumberFormat(useRequest().language);
  return (
    <span className="tabular-nums">
      {links.uses({ uses: number.format(uses), maxUses: maxUses === null ? null : number.format(maxUses) })}
    </span>
  );
}
