import clsx from "clsx";
import Check from "lucide-react/icons/check";
import type { RoleKey } from "../messages";
import { useWords } from "../request";
import { useRoleWords } from "../role-words";
import { Button } from "./ui/button";
import { MenuButton, MenuHeading, MenuLine } from "./ui/menu";

/** The roles that somebody may act in one by one, and where the choice is posted. */
export interface RoleSwitch {
  acting: RoleKey | null;
  choices: readonly RoleKey[];
  /** "/w/acme/acting" */
  to: string;
}

/** The choice as a part of the person's menu: each role, and all of them. */
export function RoleSwitchItems({ acting, choices, to }: RoleSwitch) {
  const { common } = useWords();
  const roleWords = useRoleWords();
  const options = [
    ...choices.map((role) => ({ role, label: roleWords(role).name })),
    { role: null, label: common.actInAll },
  ];
  return (
    <>
      <MenuLine />
      <MenuHeading>{common.actAs}</MenuHeading>
      <form method="post" action={to}>
        {options.map(({ role, label }) => (
          <MenuButton
            key={role ?? ""}
            name="role"
            value={role ?? ""}
            current={role === acting}
            icon={
              <Check aria-hidden="true" className={clsx("size-4 shrink-0", role !== acting && "invisible")} />
            }
          >
            {label}
          </MenuButton>
        ))}
      </form>
    </>
  );
}

/** On every page while somebody acts in one role: in which, what that means, and the way back. */
export function ActingBar({ acting, to }: RoleSwitch) {
  const { common } = useWords();
  const roleWords = useRoleWords();
  if (acting === null) return null;
  return (
    <form
      method="post"
      action={to}
      aria-label={common.acting({ role: roleWords(acting).name })}
      data-screen-only
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line bg-accent-soft px-4 py-2"
    >
      <p className="min-w-0">
        <strong className="font-semibold">{common.acting({ role: roleWords(acting).name })}.</strong>{" "}
        {common.actingNote}
      </p>
      <Button type="submit" size="small" name="role" value="">
        {common.actInAll}
      </Button>
    </form>
  );
}
