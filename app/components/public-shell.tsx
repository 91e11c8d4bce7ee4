import type { ReactNode } from "react";
import { TimeZoneProvider } from "../request";
import { LanguageSwitch } from "./language-switch";
import { mainId } from "./skip-link";
import { Card } from "./ui/section";
import { WorkspaceMark } from "./workspace-mark";

export interface PublicShellProps {
  /** None before we know whose page it is. */
  workspace?: { name: string; timeZone: string };
  title: ReactNode;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  children?: ReactNode;
  /** Under the card: other ways, help. */
  aside?: ReactNode;
  /** Where choosing a language leads back to; this page where nothing is said. */
  here?: string;
}

/** The frame of join, sign-in and reset: one card, one thing to do. Routes in it say `handle = { bare: true }`. */
export function PublicShell({ workspace, title, lead, children, aside, here }: PublicShellProps) {
  return (
    <TimeZoneProvider zone={workspace?.timeZone ?? "UTC"}>
      <div className="mx-auto flex min-h-dvh w-full max-w-lg flex-col gap-6 px-4 py-8 text-md sm:py-16">
        {workspace && (
          <header>
            <WorkspaceMark name={workspace.name} />
          </header>
        )}
        <main id={mainId} className="grid gap-4">
          <Card>
            <div className="grid gap-2">
              <h1 className="text-xl font-semibold">{title}</h1>
              {lead && <div className="wrap-anywhere text-muted">{lead}</div>}
            </div>
            {children}
          </Card>
          {aside && <div className="grid gap-2 px-6 text-base text-muted max-sm:px-4">{aside}</div>}
        </main>
        <footer className="mt-auto text-base" data-screen-only>
          <LanguageSwitch here={here} />
        </footer>
      </div>
    </TimeZoneProvider>
  );
}
