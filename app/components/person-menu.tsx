import { useWords } from "../request";
import { type RoleSwitch, RoleSwitchItems } from "./role-switch";
import { ThemeSwitch } from "./theme-switch";
import { Avatar } from "./ui/avatar";
import { Menu, MenuButton, MenuHeading, MenuLine, MenuLink } from "./ui/menu";

/** Who looks at the page, as the shells show it. */
export interface Viewer {
  /** May be empty. */
  name: string;
  /** An address, or what else one signs in with. */
  signIn: string;
}

/** Where the menu of the person leads; what is left out is not offered. */
export interface PersonLinks {
  account?: string;
  sessions?: string;
  /** The other side: the learner portal, or the manage area. */
  other?: { to: string; label: string };
  /** All workspaces of the person, where the shell has no switcher of its own; one alone is not shown. */
  workspaces?: readonly { to: string; name: string; current: boolean }[];
  /** For somebody with several roles, where the workspace has the switcher. */
  roles?: RoleSwitch;
  /** Posts here to sign out. */
  signOut: string;
}

/** The person's menu of both shells. */
export function PersonMenu({
  viewer,
  links,
  compact,
}: {
  viewer: Viewer;
  links: PersonLinks;
  compact?: boolean;
}) {
  const { common, account } = useWords();
  const name = viewer.name || viewer.signIn;
  return (
    <Menu
      label={common.yourMenu({ name })}
      align={compact ? "end" : "start"}
      triggerClass={compact ? "-me-2" : "w-full justify-start"}
      trigger={
        <>
          <Avatar name={name} />
          {!compact && <span className="min-w-0 truncate font-normal">{name}</span>}
        </>
      }
    >
      <div className="px-3 pt-2 pb-1">
        {viewer.name && <p className="truncate font-medium">{viewer.name}</p>}
        <p className="truncate text-sm text-muted">{viewer.signIn}</p>
      </div>
      <MenuLine />
      {links.account && <MenuLink to={links.account}>{account.own}</MenuLink>}
      {links.sessions && <MenuLink to={links.sessions}>{account.sessions}</MenuLink>}
      {links.other && <MenuLink to={links.other.to}>{links.other.label}</MenuLink>}
      {links.roles && links.roles.choices.length > 0 && <RoleSwitchItems {...links.roles} />}
      {links.workspaces && links.workspaces.length > 1 && (
        <>
          <MenuLine />
          <MenuHeading>{common.workspaces}</MenuHeading>
          {links.workspaces.map((workspace) => (
            <MenuLink key={workspace.to} to={workspace.to} current={workspace.current} document>
              {workspace.name}
            </MenuLink>
          ))}
        </>
      )}
      <MenuLine />
      <ThemeSwitch />
      <MenuLine />
      <form method="post" action={links.signOut}>
        <MenuButton>{common.signOut}</MenuButton>
      </form>
    </Menu>
  );
}
