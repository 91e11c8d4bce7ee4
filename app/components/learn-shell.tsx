import { NavLink } from "@remix-run/react";
import clsx from "clsx";
import type { ReactNode } from "react";
import { TimeZoneProvider } from "../request";
import type { NavItem } from "./manage-shell";
import { type PersonLinks, PersonMenu, type Viewer } from "./person-menu";
import { ActingBar } from "./role-switch";
import { mainId, SkipLink } from "./skip-link";
import { Notice, type NoticeProps } from "./ui/notice";
import { ToastRegion } from "./ui/toast";
import { WorkspaceMark } from "./workspace-mark";

export interface LearnShellProps {
  workspace: { name: string; timeZone: string; home: string };
  nav: readonly NavItem[];
  /** The navigation's name for screen readers. */
  navLabel: string;
  viewer: Viewer;
  links: PersonLinks;
  flash?: Pick<NoticeProps, "tone" | "title" | "children" | "actions">;
  /** What stands above every page. */
  above?: ReactNode;
  children: ReactNode;
}

/** The frame of the learner portal: one light bar, larger type, nothing to get lost in. */
export function LearnShell({
  workspace,
  nav,
  navLabel,
  viewer,
  links,
  flash,
  above,
  children,
}: LearnShellProps) {
  return (
    <TimeZoneProvider zone={workspace.timeZone}>
      <ToastRegion>
        <SkipLink />
        <header className="border-b border-line bg-surface" data-screen-only>
          <div className="mx-auto flex min-h-16 max-w-4xl flex-wrap items-center gap-x-6 px-4 text-md">
            <NavLink
              to={workspace.home}
              end
              className="min-w-0 grow basis-0 py-2 sm:max-w-1/2 sm:grow-0 sm:basis-auto"
            >
              <WorkspaceMark name={workspace.name} />
            </NavLink>
            <div className="sm:order-last sm:ms-auto">
              <PersonMenu viewer={viewer} links={links} compact />
            </div>
            {nav.length > 1 && (
              <nav aria-label={navLabel} className="overflow-x-auto max-sm:w-full">
                <ul className="flex gap-1">
                  {nav.map((item) => (
                    <li key={item.to}>
                      <NavLink
                        to={item.to}
                        end={item.exact}
                        className={({ isActive }) =>
                          clsx(
                            "flex min-h-11 items-center rounded-md px-3 -outline-offset-2",
                            isActive ? "bg-accent-soft font-semibold" : "text-muted hover:text-ink",
                          )
                        }
                      >
                        {item.label}
                      </NavLink>
                    </li>
                  ))}
                </ul>
              </nav>
            )}
          </div>
        </header>
        <main id={mainId} tabIndex={-1} className="outline-none">
          {links.roles && <ActingBar {...links.roles} />}
          {above}
          <div className="mx-auto grid max-w-4xl gap-8 px-4 py-8 text-md">
            {flash && <Notice {...flash} />}
            {children}
          </div>
        </main>
      </ToastRegion>
    </TimeZoneProvider>
  );
}
