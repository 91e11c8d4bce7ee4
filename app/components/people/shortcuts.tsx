import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useManage } from "../../manage-words";
import { shortcuts } from "../../messages/manage/en/shell";
import { Button } from "../ui/button";
import { readShortcuts, turnShortcuts } from "./shortcut-switch";

const sections = { shortcuts };

const ShortcutHelp = lazy(() => import("./shortcut-help"));

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-row-link]")];
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest("tr") ?? null;
}

function moveBy(step: 1 | -1) {
  const links = rows();
  const row = currentRow();
  const at = links.findIndex((link) => row?.contains(link));
  const next =
    at === -1 ? (step === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next]?.focus();
  links[next]?.closest("tr")?.scrollIntoView({ block: "nearest" });
}

function clickIn(selector: string) {
  currentRow()?.querySelector<HTMLElement>(selector)?.click();
}

const acts: Readonly<Record<string, () => void>> = {
  "/": () => document.querySelector<HTMLElement>("[data-search]")?.focus(),
  i: () => document.querySelector<HTMLElement>("[data-invite]")?.click(),
  u: () => document.querySelector<HTMLElement>("[data-import]")?.click(),
  j: () => moveBy(1),
  k: () => moveBy(-1),
  x: () => clickIn("input[type=checkbox]"),
  r: () => clickIn("[data-act=resend]"),
  e: () =>
    clickIn(
      currentRow()?.querySelector("[data-act-holder=edit]") ? "[data-act-holder=edit] a" : "[data-row-link]",
    ),
};

/** Letters belong to whoever is typing, and to dialogs and menus that are open. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return true;
  const ticking = target instanceof HTMLInputElement && target.type === "checkbox";
  return !ticking && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** Single keys for a list of people, the list of them, and a switch that turns them off (WCAG 2.1.4). */
export function Shortcuts() {
  const manage = useManage(sections);
  const [on, setOn] = useState(true);
  const [help, setHelp] = useState(false);

  const openHelp = useCallback(() => {
    setOn(readShortcuts());
    setHelp(true);
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      // Asked each time: the palette has the same switch.
      if (isTyping(event.target) || !readShortcuts()) return;
      const act = event.key === "?" ? openHelp : acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [openHelp]);

  function turn(wanted: boolean) {
    turnShortcuts(wanted);
    setOn(wanted);
  }

  return (
    <>
      <Button variant="quiet" size="small" onClick={openHelp} className="text-muted max-sm:hidden">
        {manage.shortcuts.open}
      </Button>
      {help && (
        <Suspense>
          <ShortcutHelp on={on} onTurn={turn} onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </>
  );
}
