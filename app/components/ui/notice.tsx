import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";

export type Tone = "info" | "ok" | "warn" | "error";

const tones = {
  info: { Icon: Info, box: "bg-info-soft", mark: "text-info" },
  ok: { Icon: CircleCheck, box: "bg-ok-soft", mark: "text-ok" },
  warn: { Icon: TriangleAlert, box: "bg-warn-soft", mark: "text-warn" },
  error: { Icon: CircleAlert, box: "bg-danger-soft", mark: "text-danger" },
};

export interface NoticeProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** What can be done about it. */
  actions?: ReactNode;
}

/** A message in the page. Errors interrupt a screen reader, everything else waits its turn. */
export function Notice({ tone = "info", title, children, actions }: NoticeProps) {
  const { Icon, box, mark } = tones[tone];
  return (
    <div role={tone === "error" ? "alert" : "status"} className={clsx("flex gap-3 rounded-md p-4", box)}>
      <Icon aria-hidden="true" className={clsx("mt-0.5 size-4 shrink-0", mark)} />
      <div className="grid min-w-0 gap-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div>{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
