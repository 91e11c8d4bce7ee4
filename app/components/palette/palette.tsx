import { useFetcher, useLocation, useNavigate } from "@remix-run/react";
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useRef, useState } from "react";
import { useManage } from "../../manage-words";
import { languageNames, languages } from "../../messages";
import { nav, palette, shell, shortcuts } from "../../messages/manage/en/shell";
import { themes } from "../../preferences";
import { useRequest } from "../../request";
import { useRoleWords } from "../../role-words";
import type { PaletteAnswer } from "../../routes/manage.palette";
import type { ManageShellProps } from "../manage-shell";
import { readShortcuts, turnShortcuts } from "../people/shortcut-switch";
import { Dialog } from "../ui/dialog";
import { type Command, type CommandGroup, looksLikeAddress, matching, postAway } from "./commands";

const sections = { nav, palette, shell, shortcuts };

const ShortcutHelp = lazy(() => import("../people/shortcut-help"));

const pauseMs = 200;

export interface PaletteProps extends Pick<ManageShellProps, "nav" | "customer"> {
  base: string;
  workspaces: NonNullable<ManageShellProps["workspaces"]>;
  roles: ManageShellProps["links"]["roles"];
  /** What the person may do here, as the server says. */
  may: { find: boolean; invite: boolean; resend: boolean };
  onClose: () => void;
}

/** Everything the person may do or go to from here, by typing a part of its name. */
export default function Palette(props: PaletteProps) {
  const { base, may, onClose } = props;
  const { palette: words, nav } = useManage(sections);
  const navigate = useNavigate();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [help, setHelp] = useState(false);
  const [keysOn, setKeysOn] = useState(readShortcuts);
  const finder = useFetcher<PaletteAnswer>();
  const counter = useFetcher<PaletteAnswer>();
  const list = useRef<HTMLDivElement>(null);
  const { load: find } = finder;
  const { load: count } = counter;
  const asked = typed.trim();

  useEffect(() => {
    if (may.find && may.resend) count(`${base}/palette`);
  }, [base, may.find, may.resend, count]);
  useEffect(() => {
    if (!may.find || asked === "") return;
    const timer = setTimeout(() => find(`${base}/palette?q=${encodeURIComponent(asked)}`), pauseMs);
    return () => clearTimeout(timer);
  }, [asked, base, may.find, find]);

  const found = finder.data?.q === asked ? finder.data.people : null;
  const people: Command[] = (asked === "" ? [] : (found ?? [])).map(({ id, name, address }) => ({
    id: `person-${id}`,
    label: name || address,
    hint: name ? address : "",
    act: { kind: "go", to: `${base}/people/${id}` },
  }));
  const groups = [
    ...useCommands(props, asked, counter.data?.expired ?? null),
    { key: "people", title: nav.people, commands: people },
  ];
  const shown = groups
    .map((group) => ({
      ...group,
      commands: group.key === "people" || asked === "" ? group.commands : matching(group.commands, asked),
    }))
    .filter(({ commands }) => commands.length > 0);
  const flat = shown.flatMap(({ commands }) => commands);
  const current = flat[Math.min(at, flat.length - 1)];
  const searching = may.find && asked !== "" && found === null;

  useEffect(() => {
    if (!current) return;
    list.current
      ?.querySelector(`[id="${CSS.escape(`${listId}-${current.id}`)}"]`)
      ?.scrollIntoView({ block: "nearest" });
  }, [current, listId]);

  function run({ act }: Command) {
    switch (act.kind) {
      case "go":
        onClose();
        navigate(act.to);
        break;
      case "leave":
        window.location.assign(act.to);
        break;
      case "post":
        postAway(act.to, act.fields);
        break;
      case "shortcuts":
        setHelp(true);
        break;
    }
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>) {
    const last = flat.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, next));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (current) run(current);
    }
  }

  if (help) {
    return (
      <Suspense>
        <ShortcutHelp
          on={keysOn}
          onTurn={(on) => {
            turnShortcuts(on);
            setKeysOn(on);
          }}
          onClose={onClose}
        />
      </Suspense>
    );
  }
  return (
    <Dialog title={words.title} onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label={words.search}
        aria-expanded={flat.length > 0}
        aria-controls={flat.length > 0 ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="go"
        autoFocus
        placeholder={may.find ? words.hintFind : words.hint}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        className="field w-full"
      />
      {/* As high with one result as with many: what one reads must not move while one types. */}
      <div className="h-[min(24rem,50dvh)]">
        {flat.length === 0 ? (
          <p className="px-3 py-1 text-muted">{searching ? words.searching : words.none}</p>
        ) : (
          <div
            ref={list}
            id={listId}
            role="listbox"
            aria-label={words.list}
            aria-busy={searching}
            className="-mx-3 grid max-h-full content-start gap-3 overflow-y-auto overscroll-contain px-3"
          >
            {shown.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: options of a listbox are grouped by role.
              <div key={group.key} role="group" aria-labelledby={`${listId}-${group.key}`}>
                <p id={`${listId}-${group.key}`} className="px-3 py-1 text-sm font-semibold text-muted">
                  {group.title}
                </p>
                {group.commands.map((command) => (
                  // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option.
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
                  <div
                    key={command.id}
                    id={`${listId}-${command.id}`}
                    role="option"
                    aria-selected={command === current}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => run(command)}
                    className="flex min-h-9 cursor-default flex-wrap items-center justify-between gap-x-4 rounded-md px-3 py-1 hover:bg-sunken aria-selected:bg-accent-soft pointer-coarse:min-h-11"
                  >
                    <span className="min-w-0 wrap-anywhere">{command.label}</span>
                    {command.hint && (
                      <span className="min-w-0 truncate text-sm text-muted">{command.hint}</span>
                    )}
                  </div>
                ))}
              </div>
            ))}
          </div>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {asked === "" || searching ? "" : words.found({ count: flat.length })}
      </p>
    </Dialog>
  );
}

/** The commands beside the people who are found, each only where the person may do it. */
function useCommands(
  { base, nav, workspaces, customer, roles, may }: PaletteProps,
  asked: string,
  expired: number | null,
): CommandGroup[] {
  const { palette: words, shortcuts, shell } = useManage(sections);
  const { messages, theme, language } = useRequest();
  const roleWords = useRoleWords();
  const { pathname, search } = useLocation();
  const device = (fields: Record<string, string>) => ({
    kind: "post" as const,
    to: "/preferences",
    fields: { ...fields, return_to: pathname + search },
  });
  const acts: (Command | false)[] = [
    may.invite && {
      id: "invite",
      isForTyped: looksLikeAddress(asked),
      label: looksLikeAddress(asked) ? words.inviteOne({ email: asked }) : words.invite,
      act: {
        kind: "go",
        to: `${base}/people/invite${looksLikeAddress(asked) ? `?email=${encodeURIComponent(asked)}` : ""}`,
      },
    },
    may.invite && { id: "import", label: words.import, act: { kind: "go", to: `${base}/imports/new` } },
    may.resend &&
      expired !== 0 && {
        id: "resend-expired",
        label: expired === null ? words.resendExpired : words.resendExpiredOf({ count: expired }),
        act: { kind: "go", to: `${base}/people/bulk?action=resend&status=expired&all=1` },
      },
    { id: "shortcuts", label: shortcuts.open, act: { kind: "shortcuts" } },
  ];
  const views = nav.flat().map(
    ({ to, view, label }): Command => ({
      id: `view-${to}${view ?? ""}`.replace(/[^a-z0-9]+/giu, "-"),
      label,
      act: { kind: "go", to: view === undefined ? to : `${to}?${view}` },
    }),
  );
  const others = workspaces.filter(({ current }) => !current);
  return [
    { key: "acts", title: words.groups.acts, commands: acts.filter((act) => act !== false) },
    { key: "views", title: words.groups.views, commands: views },
    {
      key: "workspaces",
      title: shell.workspaces,
      commands: [
        ...others.map(
          ({ name, to }, index): Command => ({
            id: `workspace-${index}`,
            label: name,
            act: { kind: "leave", to },
          }),
        ),
        ...(customer
          ? [{ id: "customer", label: customer.label, act: { kind: "leave" as const, to: customer.to } }]
          : []),
      ],
    },
    {
      key: "roles",
      title: messages.common.actAs,
      commands:
        roles && roles.choices.length > 0
          ? [...roles.choices, null]
              .filter((role) => role !== roles.acting)
              .map((role) => ({
                id: `role-${role ?? "all"}`,
                label: role === null ? messages.common.actInAll : roleWords(role).name,
                act: { kind: "post", to: roles.to, fields: { role: role ?? "" } },
              }))
          : [],
    },
    {
      key: "device",
      title: words.groups.device,
      commands: [
        ...themes
          .filter((one) => one !== theme)
          .map((one) => ({
            id: `theme-${one}`,
            label: messages.common.themes[one],
            hint: messages.common.theme,
            act: device({ theme: one }),
          })),
        ...languages
          .filter((one) => one !== language)
          .map((one) => ({
            id: `language-${one}`,
            label: languageNames[one],
            hint: messages.common.language,
            act: device({ language: one }),
          })),
      ],
    },
  ];
}
