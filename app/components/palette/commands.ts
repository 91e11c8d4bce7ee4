/** What a command does when it is chosen. */
export type CommandAct =
  /** A page of this workspace. */
  | { kind: "go"; to: string }
  /** Another document: its words are others. */
  | { kind: "leave"; to: string }
  /** A form that changes something for this browser, and leads on. */
  | { kind: "post"; to: string; fields: Readonly<Record<string, string>> }
  | { kind: "shortcuts" };

export interface Command {
  id: string;
  label: string;
  hint?: string;
  /** It is about what was typed, whatever its own words. */
  isForTyped?: boolean;
  act: CommandAct;
}

export interface CommandGroup {
  key: string;
  title: string;
  commands: readonly Command[];
}

function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The commands that hold every word of what was typed, at the beginning of one of theirs. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const wanted = folded(typed).split(/\s+/u).filter(Boolean);
  return commands.filter(({ label, hint = "", isForTyped }) => {
    if (isForTyped) return true;
    const words = folded(`${label} ${hint}`).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/** What may be an address, near enough to offer an invitation; the form says what is wrong with it. */
export function looksLikeAddress(typed: string): boolean {
  return /^[^\s@]+@[^\s@]+$/u.test(typed.trim());
}

/** Sends a form, as the menus of the frame do: the answer is a document of its own. */
export function postAway(to: string, fields: Readonly<Record<string, string>>): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = to;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.appendChild(input);
  }
  document.body.appendChild(form);
  form.submit();
}
