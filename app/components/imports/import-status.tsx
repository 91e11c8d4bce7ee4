import type { ImportView } from "../../../worker/domain/imports/import-view";
import { useManage } from "../../manage-words";
import { imports } from "../../messages/manage/en/imports";
import { StatusBadge, type StatusTone } from "../ui/status-badge";

const sections = { imports };

type Status = ImportView["status"];

const tones: Record<Status, StatusTone> = {
  receiving: "waiting",
  mapping: "attention",
  checking: "waiting",
  ready: "attention",
  running: "waiting",
  paused: "attention",
  undoing: "waiting",
  done: "good",
  canceled: "quiet",
  undone: "quiet",
  failed: "bad",
};

/** The state of an import as shape and word. */
export function ImportStatus({ status }: { status: Status }) {
  const manage = useManage(sections);
  return <StatusBadge tone={tones[status]}>{manage.imports.statuses[status]}</StatusBadge>;
}
