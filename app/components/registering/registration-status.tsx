import type { RegistrationView } from "../../../worker/domain/registering/registration-view";
import { useManage } from "../../manage-words";
import { registrations } from "../../messages/manage/en/registering";
import { StatusBadge, type StatusTone } from "../ui/status-badge";

const sections = { registrations };

const tones: Record<RegistrationView["status"], StatusTone> = {
  unpaid: "quiet",
  started: "waiting",
  waiting: "attention",
  joined: "good",
  refused: "bad",
  lapsed: "quiet",
};

/** How far somebody is who registered, as shape and word. */
export function RegistrationStatus({ status }: Pick<RegistrationView, "status">) {
  const { registrations } = useManage(sections);
  return <StatusBadge tone={tones[status]}>{registrations.statuses[status]}</StatusBadge>;
}
