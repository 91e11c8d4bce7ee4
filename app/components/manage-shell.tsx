import { NavLink, useLocation } from "@remix-run/react";
import clsx from "clsx";
import Building2 from "lucide-react/icons/building-2";
import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import MenuIcon from "lucide-react/icons/menu";
import type { ReactNode } from "react";
import { useManage } from "../manage-words";
import { nav, shell } from "../messages/manage/en/shell";
import { TimeZoneProvider, useWords } from "../request";
import type { PaletteParts } from "./palette/use-palette";
import { type PersonLinks, PersonMenu, type Viewer } from "./person-menu";
import { ActingBar } from "./role-switch";
import { mainId, SkipLink } from "./skip-link";
import { Menu, MenuHeading, MenuLine, MenuLink } from "./ui/menu";
import { Notice, type NoticeProps } from "./ui/notice";
import { ToastRegion } from "./ui/toast";
import { WorkspaceMark } from "./workspace-mark";

const sections = { nav, shell };

export interface NavItem {
  to: string;
  label: string;
  icon?: ReactNode;
  /** Only this very page counts as current, not those below it. */
  exact?: boolean;
  /** Pages elsewhere that belong to it. */
  also?: string;
  /** How many wait there: as it is shown, and as it is read out. */
  count?: { shown: string; words: string };
  /** A view of the page, by its query: current while that is looked at, and then the page itself is not. */
  view?: string;
}

export interface WorkspaceLink {
  name: string;
  to: string;
  current?: boolean;
}

export interface ManageShellProps {
  workspace: { name: string; timeZone: string };
  /** All workspaces of the person; with one there is no switcher. */
  workspaces?: readonly WorkspaceLink[];
  /** To the level above, for whoever administers the customer. */
  customer?: { to: string; label: string };
  /** Entries that belong together, a group each; a line stands between two. */
  nav: readonly (readonly NavItem[])[];
  viewer: Viewer;
  links: PersonLinks;
  /** The result of the last post, from the server: told without scripts too. */
  flash?: Pick<NoticeProps, "tone" | "title" | "children" | "actions">;
  palette?: PaletteParts;
  /** Bottom right of every page: the job tray. */
  tray?: ReactNode;
  children: ReactNode;
}

function WorkspaceSwitcher({
  name,
  workspaces,
  customer,
  stacked,
}: {
  stacked?: boolean;
  name: string;
  workspaces: readonly WorkspaceLink[];
  customer: ManageShellProps["customer"];
}) {
  const manage = useManage(sections);
  const mark = <WorkspaceMark name={name} stacked={stacked} />;
  if (workspaces.length < 2 && !customer)
    return <div className="flex min-h-9 min-w-0 items-center px-2">{mark}</div>;
  return (
    <Menu
      label={manage.shell.switchWorkspace({ workspace: name })}
      align="start"
      triggerClass="w-full min-w-0"
      trigger={
        <>
          <span className="min-w-0 grow">{mark}</span>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </>
      }
    >
      <MenuHeading>{manage.shell.workspaces}</MenuHeading>
      {workspaces.map((workspace) => (
        <MenuLink
          key={workspace.to}
          to={workspace.to}
          current={workspace.current}
          // Its words are in its document.
          document
          icon={
            <Check
              aria-hidden="true"
              className={clsx("size-4 shrink-0", !workspace.current && "invisible")}
            />
          }
        >
          {workspace.name}
        </MenuLink>
      ))}
      {customer && (
        <>
          <MenuLine />
          <MenuLink
            to={customer.to}
            document
            icon={<Building2 aria-hidden="true" className="size-4 shrink-0" />}
          >
            {customer.label}
          </MenuLink>
        </>
      )}
    </Menu>
  );
}

function NavList({ groups, label }: { groups: ManageShellProps["nav"]; label: string }) {
  const { pathname, search } = useLocation();
  const items = groups.flat();
  const isWithin = ({ also }: NavItem) => also !== undefined && pathname.startsWith(`${also}/`);
  const viewed = items.find(({ to, view }) => view !== undefined && pathname === to && search === `?${view}`);
  const isCurrent = (item: NavItem, isActive: boolean) =>
    viewed ? item === viewed : (isActive && item.view === undefined) || isWithin(item);
  return (
    <nav aria-label={label}>
      {groups.map((group) => (
        <ul
          key={group[0]?.to}
          className="grid gap-0.5 not-first:mt-2 not-first:border-t not-first:border-line not-first:pt-2"
        >
          {group.map((item) => (
            <li key={`${item.to} ${item.view}`}>
              <NavLink
                to={item.view === undefined ? item.to : `${item.to}?${item.view}`}
                end={item.exact}
                prefetch="intent"
                aria-current={item.view === undefined || item === viewed ? "page" : undefined}
                className={({ isActive }) =>
                  clsx(
                    "flex min-h-9 items-center gap-3 rounded-md px-3 pointer-coarse:min-h-11",
                    isCurrent(item, isActive)
                      ? "bg-accent-soft font-semibold"
                      : "text-muted hover:bg-sunken hover:text-ink",
                  )
                }
              >
                {item.icon}
                <span className="min-w-0 grow">{item.label}</span>
                {item.count && (
                  <span className="rounded-full bg-accent px-2 text-sm font-semibold text-on-accent tabular-nums">
                    <span aria-hidden="true">{item.count.shown}</span>
                    <span className="sr-only">{item.count.words}</span>
                  </span>
                )}
              </NavLink>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

/** The frame of the manage area: a sidebar, or on a narrow screen a bar with a menu. */
export function ManageShell(props: ManageShellProps) {
  const manage = useManage(sections);
  const { workspace, workspaces = [], customer, nav, viewer, links, flash, palette, tray, children } = props;
  const { common } = useWords();
  return (
    <TimeZoneProvider zone={workspace.timeZone}>
      <ToastRegion>
        <SkipLink />
        <div className="md:grid md:min-h-dvh md:grid-cols-[15rem_minmax(0,1fr)] print:block">
          <header
            data-screen-only
            className="sticky top-0 flex h-dvh flex-col gap-4 overflow-y-auto border-e border-line p-3 max-md:hidden"
          >
            <WorkspaceSwitcher name={workspace.name} workspaces={workspaces} customer={customer} stacked />
            {palette && <div className="min-h-9">{palette.wide}</div>}
            <div className="grow">
              <NavList groups={nav} label={manage.nav.label} />
            </div>
            <PersonMenu viewer={viewer} links={links} />
          </header>
          <header
            data-screen-only
            className="sticky top-0 z-10 flex min-h-14 items-center gap-2 border-b border-line bg-bg px-3 md:hidden"
          >
            <Menu
              label={common.menu}
              align="start"
              trigger={<MenuIcon aria-hidden="true" className="size-5" />}
            >
              <NavList groups={nav} label={manage.nav.label} />
            </Menu>
            <div className="min-w-0 grow">
              <WorkspaceSwitcher name={workspace.name} workspaces={workspaces} customer={customer} />
            </div>
            {palette?.narrow}
            <PersonMenu viewer={viewer} links={links} compact />
          </header>
          <main id={mainId} tabIndex={-1} className="min-w-0 outline-none">
            {links.roles && <ActingBar {...links.roles} />}
            <div className="mx-auto grid max-w-6xl gap-6 px-4 py-6 md:px-8">
              {flash && <Notice {...flash} />}
              {children}
            </div>
          </main>
        </div>
        {palette?.dialog}
        {tray && (
          <div data-screen-only className="fixed right-4 bottom-4 z-10">
            {tray}
          </div>
        )}
      </ToastRegion>
    </TimeZoneProvider>
  );
}
