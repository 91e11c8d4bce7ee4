import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";

const sections = { invite };

/** The consequence that comes later: when the person will be reminded, in the workspace's time. */
export function ReminderTimes({ moments, zone }: { moments: readonly number[]; zone: string }) {
  const manage = useManage(sections);
  const { invite } = manage;
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  });
  const times = moments.map((at) => format.format(at)).join("; ");
  return (
    <p className="text-sm text-muted" aria-live="polite" suppressHydrationWarning>
      {moments.length > 0 ? invite.reminders({ times, zone }) : invite.noReminders}
    </p>
  );
}
