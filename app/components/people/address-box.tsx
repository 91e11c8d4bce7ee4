import { Link } from "@remix-run/react";
import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import X from "lucide-react/icons/x";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { CheckedAddress } from "../../../worker/domain/invitations/check-addresses";
import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { invite } from "../../messages/manage/en/invite";
import { acts } from "../../messages/manage/en/people";
import { useHydrated, useTakeover } from "../../request";
import { Button, Spinner } from "../ui/button";
import { controlProps, Field, fieldId } from "../ui/field";
import { TextArea } from "../ui/text-area";
import { type AddressChip, type Addresses, needsLook } from "./use-addresses";

const sections = { acts, invite };

/** What stands against inviting an address, in a few words; null where nothing does. */
function wordOf(
  manage: Pick<ManageMessages, "invite">,
  { state, suggestion }: CheckedAddress,
): string | null {
  const { box } = manage.invite;

  return state === "new" ? suggestion && box.typo : box.states[state];
}

const looks = {
  plain: { Icon: null, look: "border-line bg-sunken" },
  known: { Icon: Info, look: "border-info bg-info-soft text-info" },
  slip: { Icon: TriangleAlert, look: "border-warn bg-warn-soft text-warn" },
  wrong: { Icon: CircleAlert, look: "border-danger bg-danger-soft text-danger" },
};

function lookOf(checked: CheckedAddress | null): (typeof looks)[keyof typeof looks] {
  if (!checked || !needsLook(checked)) return looks.plain;
  if (checked.state === "wrong" || checked.state === "nameless") return looks.wrong;
  return checked.state === "new" ? looks.slip : looks.known;
}

function nameOf({ firstName, lastName }: Pick<CheckedAddress, "firstName" | "lastName">): string {
  return `${firstName} ${lastName}`.trim();
}

interface ChipProps {
  chip: AddressChip;
  reachable: boolean;
  onEdit: () => void;
  onRemove: () => void;
  onKey: (event: KeyboardEvent) => void;
  onFocus: () => void;
}

function Person({ chip, reachable, onEdit, onRemove, onKey, onFocus }: ChipProps) {
  const manage = useManage(sections);
  const { box } = manage.invite;
  const { text, checked } = chip;
  const { Icon, look } = lookOf(checked);
  const word = checked ? wordOf(manage, checked) : box.checking;
  const address = checked?.display ?? text;
  const name = checked ? nameOf(checked) : "";
  return (
    <li className={clsx("flex max-w-full min-w-0 items-stretch rounded-md border", look)}>
      <button
        type="button"
        data-chip={chip.key}
        tabIndex={reachable ? 0 : -1}
        aria-describedby="address-keys"
        onClick={onEdit}
        onKeyDown={onKey}
        onFocus={onFocus}
        className="flex min-h-7 min-w-0 items-center gap-1 py-0.5 ps-2 text-start wrap-anywhere pointer-coarse:min-h-11"
      >
        {!checked && <Spinner />}
        {Icon && <Icon aria-hidden="true" className="size-4 shrink-0" />}
        <span>
          {name && <span className="font-medium">{name} </span>}
          {address}
          {word && <span className="sr-only">, {word}</span>}
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={box.remove({ address })}
        onClick={onRemove}
        className="grid min-w-7 place-items-center rounded-e-md pointer-coarse:min-w-11"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </li>
  );
}

interface NoteProps {
  checked: CheckedAddress;
  base: string;
  onMend: (text: string) => void;
}

/** A line about an address that somebody should look at, with what can be done. */
function Note({ checked, base, onMend }: NoteProps) {
  const manage = useManage(sections);
  const { box } = manage.invite;
  const { state, problem, suggestion, display, text, membershipId } = checked;
  const page = `${base}/people/${membershipId}`;
  const mended = text.includes(display) ? text.replace(display, suggestion ?? "") : (suggestion ?? "");
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5">
      <span className="min-w-0 wrap-anywhere">
        <strong className="font-medium">{display}</strong>{" "}
        {state === "wrong"
          ? (box.problems[problem ?? "malformed"] ?? box.problems.malformed)
          : wordOf(manage, checked)}
      </span>
      {suggestion && state === "new" && (
        <Button size="small" onClick={() => onMend(mended)}>
          {box.meant({ address: suggestion })}
        </Button>
      )}
      {membershipId && (
        <span className="flex gap-3">
          <Link to={page} className="link">
            {state === "invited" ? box.resend : manage.acts.open}
          </Link>
          {state === "invited" && (
            <Link to={`${page}/edit`} className="link">
              {manage.invite.pending.edit}
            </Link>
          )}
          {state === "deactivated" && (
            <Link to={`${page}/reactivate`} className="link">
              {manage.invite.deactivated.reactivate}
            </Link>
          )}
        </span>
      )}
    </li>
  );
}

export interface AddressBoxProps {
  people: Addresses;
  base: string;
  error: string | undefined;
  defaultValue: string;
}

/**
 * One address or many (F33). Without scripts a box of text; with them each person becomes a chip at once, which
 * shows how it stands and can be edited (Enter), removed (Delete, Backspace) and reached by the arrow keys.
 */
export function AddressBox({ people, base, error, defaultValue }: AddressBoxProps) {
  const manage = useManage(sections);
  const { box } = manage.invite;
  const hydrated = useHydrated();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [reach, setReach] = useState<number | null>(null);
  const [focusNext, setFocusNext] = useState<number | "box" | null>(null);
  const { chips, typed, lone } = people;
  const latest = useRef(people);
  latest.current = people;

  const plain = useTakeover((before, focused) => {
    const { value } = before.querySelector("textarea") ?? { value: defaultValue };
    if (value !== defaultValue) people.reset(value);
    if (focused) input.current?.focus();
  });

  useEffect(() => () => clearTimeout(leaving.current), []);

  useEffect(() => {
    if (focusNext === null) return;
    const chip = list.current?.querySelector<HTMLElement>(`[data-chip="${focusNext}"]`);
    (chip ?? input.current)?.focus();
    setFocusNext(null);
  }, [focusNext]);

  const texts = {
    name: "email",
    label: box.label,
    hint: box.hint,
    error: error ?? people.error,
    required: true,
  };
  if (!hydrated) {
    return (
      // A key, or React would make the other control out of the same element.
      <div key="plain" ref={plain}>
        <TextArea {...texts} rows={3} autoComplete="off" spellCheck={false} defaultValue={defaultValue} />
      </div>
    );
  }

  function removeAt(at: number, ...neighbours: number[]) {
    const chip = chips[at];
    if (!chip) return;
    setFocusNext(neighbours.map((near) => chips[near]?.key).find((key) => key !== undefined) ?? "box");
    people.remove(chip.key);
  }

  function chipKey(event: KeyboardEvent, at: number) {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: chips.length - 1 }[event.key];
    if (to !== undefined) setFocusNext(chips[Math.max(0, to)]?.key ?? "box");
    else if (event.key === "Delete") removeAt(at, at + 1, at - 1);
    else if (event.key === "Backspace") removeAt(at, at - 1, at + 1);
    else return;
    event.preventDefault();
  }

  function boxKey(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    const caret = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0;
    // A name before its address may hold a comma: `Ruiz, Ana <ana@x.org>`.
    const comma = key === "," && typed.includes("@") && !/^\s*"[^"]*$/.test(typed);
    const blank = key === " " && /^\S+@\S+\.\S{2,}$/.test(typed.trim());
    if (key === "Enter" || key === ";" || comma || blank) {
      event.preventDefault();
      people.commit(typed);
    } else if ((key === "Backspace" || key === "ArrowLeft") && caret && chips.length > 0) {
      event.preventDefault();
      setFocusNext(chips.at(-1)?.key ?? null);
    }
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData("text/plain");
    const whole = pasted.includes("@") && (chips.length > 0 || /[\s,;]/.test(pasted.trim()));
    if (!whole && !/[\n\t]/.test(pasted.trim())) return;
    event.preventDefault();
    people.commit(`${typed}\n${pasted}`);
  }

  const reachable = chips.some(({ key }) => key === reach) ? reach : chips.at(-1)?.key;
  const notes: { key: number; checked: CheckedAddress }[] = [
    ...chips.flatMap(({ key, checked }) => (checked && needsLook(checked) ? [{ key, checked }] : [])),
    // What the last answer says already stands above the form.
    ...(lone && needsLook(lone) && !(error && lone.text === defaultValue.trim())
      ? [{ key: 0, checked: lone }]
      : []),
  ];
  return (
    <div className="grid gap-2">
      <Field {...texts}>
        <input type="hidden" name="email" value={people.text} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the chips is meant for the box. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box itself is reached by the keyboard. */}
        <div
          onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
          aria-invalid={texts.error ? true : undefined}
          className="flex max-h-64 min-h-9 cursor-text flex-wrap items-center gap-1 overflow-y-auto rounded-md border border-line-strong bg-surface px-2 py-1 outline-accent-text focus-within:border-accent-text has-[input:focus-visible]:outline-2 aria-invalid:border-danger pointer-coarse:min-h-11"
        >
          {chips.length > 0 && (
            // biome-ignore lint/a11y/noRedundantRoles: browsers drop a list's meaning with its bullets.
            <ul ref={list} role="list" aria-label={box.list} className="contents">
              {chips.map((chip, at) => (
                <Person
                  key={chip.key}
                  chip={chip}
                  reachable={chip.key === reachable}
                  onEdit={() => {
                    people.edit(chip.key);
                    setFocusNext("box");
                  }}
                  onRemove={() => removeAt(at, at + 1, at - 1)}
                  onKey={(event) => chipKey(event, at)}
                  onFocus={() => setReach(chip.key)}
                />
              ))}
            </ul>
          )}
          <input
            {...controlProps({ ...texts, required: undefined })}
            name={undefined}
            ref={input}
            aria-required="true"
            type="text"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => people.type(event.target.value)}
            onKeyDown={boxKey}
            onPaste={paste}
            onFocus={() => clearTimeout(leaving.current)}
            // Not at once: a chip would move the button that is just being pressed.
            onBlur={() => {
              leaving.current = setTimeout(() => latest.current.leave(), 200);
            }}
            className="min-h-7 min-w-40 grow basis-0 bg-transparent px-1 outline-none pointer-coarse:text-md"
          />
        </div>
      </Field>
      <p id="address-keys" hidden>
        {box.keys}
      </p>
      <p aria-live="polite" className="sr-only">
        {people.said}
      </p>
      {notes.length > 0 && (
        <section aria-labelledby={`${fieldId("email")}-notes`} className="text-sm">
          <h2 id={`${fieldId("email")}-notes`} className="sr-only">
            {box.notes}
          </h2>
          <ul className="max-h-80 overflow-y-auto border-t border-line">
            {notes.map(({ key, checked }) => (
              <Note
                key={key}
                checked={checked}
                base={base}
                onMend={(text) => {
                  if (key === 0) people.reset(text);
                  else people.mend(key, text);
                  setFocusNext("box");
                }}
              />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
