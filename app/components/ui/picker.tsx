import { useFetcher } from "@remix-run/react";
import X from "lucide-react/icons/x";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useHydrated, useTakeover, useWords } from "../../request";
import { Button } from "./button";
import { CheckboxGroup } from "./choice-group";
import { Dialog } from "./dialog";
import { FieldError, fieldId, OptionalMark } from "./field";
import { Select } from "./select";
import { TextField } from "./text-field";

/** Something to pick, as the server words it. */
export interface PickerOption {
  id: string;
  label: string;
  /** What it belongs to. */
  hint: string;
  /** How far down its tree it stands. */
  depth: number;
  /** What is taken along with it. */
  follows: readonly string[];
}

export interface PickerPage {
  options: readonly PickerOption[];
  nextCursor: string | null;
}

export interface PickerWords {
  legend: string;
  hint?: string;
  search: string;
  browse: string;
  none: string;
  more: string;
  found: (values: { count: number }) => string;
  added: (values: { name: string }) => string;
  removed: (values: { name: string }) => string;
  remove: (values: { name: string }) => string;
  choose: string;
  first: (values: { count: number }) => string;
}

export interface PickerProps {
  name: string;
  words: PickerWords;
  several: boolean;
  /** The first page: all there is without scripts. */
  page: PickerPage;
  picked: readonly PickerOption[];
  onPick: (picked: readonly PickerOption[]) => void;
  /** Where more are found: `q` and `cursor` are added to it. */
  source: string;
  required?: boolean;
  error?: string;
}

const indent = (depth: number) => "\u00a0\u00a0\u00a0".repeat(depth);
const nameOf = ({ label, hint }: PickerOption) => (hint ? `${label} (${hint})` : label);

/** Picks one or several of what may be thousands: a list without scripts, with them a search and a tree to browse. */
export function Picker(props: PickerProps) {
  const { page, picked, onPick } = props;
  const hydrated = useHydrated();
  const plain = useTakeover((before) => {
    const chosen = new Set(
      [...before.querySelectorAll<HTMLInputElement | HTMLOptionElement>(":checked")].map(
        ({ value }) => value,
      ),
    );
    const options = [...picked, ...page.options.filter(({ id }) => !picked.some((one) => one.id === id))];
    const now = options.filter(({ id }) => chosen.has(id));
    if (now.length !== picked.length || picked.some(({ id }) => !chosen.has(id))) onPick(now);
  });
  if (hydrated) return <SearchPicker {...props} />;
  return (
    <div ref={plain}>
      <PlainPicker {...props} />
    </div>
  );
}

function PlainPicker({ name, words, several, page, picked, required, error }: PickerProps) {
  const known = new Set(page.options.map(({ id }) => id));
  const options = [...picked.filter(({ id }) => !known.has(id)), ...page.options];
  const hint = page.nextCursor ? words.first({ count: page.options.length }) : words.hint;
  if (!several) {
    return (
      <Select
        name={name}
        label={words.legend}
        hint={hint}
        required={required}
        error={error}
        empty={words.choose}
        defaultValue={picked[0]?.id ?? ""}
        options={options.map((option) => ({
          value: option.id,
          label: option.depth > 0 ? indent(option.depth) + option.label : nameOf(option),
        }))}
      />
    );
  }
  return (
    <div className="max-h-80 overflow-y-auto">
      <CheckboxGroup
        name={name}
        legend={words.legend}
        hint={hint}
        required={required}
        error={error}
        selected={picked.map(({ id }) => id)}
        choices={options.map((option) => ({
          value: option.id,
          label: indent(option.depth) + option.label,
          description: option.hint || undefined,
        }))}
      />
    </div>
  );
}

function SearchPicker(props: PickerProps) {
  const { name, words, several, page, picked, onPick, source, required, error } = props;
  const id = fieldId(name);
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [browses, setBrowses] = useState(false);
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const search = useFetcher<PickerPage>();
  const { load } = search;

  useEffect(() => {
    if (typed.trim() === "") return;
    const timer = setTimeout(() => load(`${source}&q=${encodeURIComponent(typed.trim())}`), 200);
    return () => clearTimeout(timer);
  }, [typed, source, load]);

  const chosen = new Set(picked.map((option) => option.id));
  const found = typed.trim() === "" ? page.options : (search.data?.options ?? []);
  const shown = found.filter((option) => !chosen.has(option.id)).slice(0, 20);
  const current = open ? shown[Math.min(at, shown.length - 1)] : undefined;

  function add(option: PickerOption) {
    onPick(several ? [...picked, option] : [option]);
    setSaid(words.added({ name: option.label }));
    setTyped("");
    setAt(0);
    setOpen(false);
  }
  function remove(option: PickerOption) {
    onPick(picked.filter((one) => one.id !== option.id));
    setSaid(words.removed({ name: option.label }));
    input.current?.focus();
  }
  function onKey(event: KeyboardEvent<HTMLInputElement>) {
    const last = picked.at(-1);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) setOpen(true);
      else
        setAt(
          (now) => (now + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % Math.max(1, shown.length),
        );
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      // Enter picks; the form is sent by its button.
      event.preventDefault();
      if (current) add(current);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "Backspace" && typed === "" && last) {
      remove(last);
    }
  }

  const described =
    [words.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="grid gap-1">
      {picked.map((option) => (
        <input key={option.id} type="hidden" name={name} value={option.id} />
      ))}
      <label htmlFor={id} className="font-medium">
        {words.legend}
        {!required && <OptionalMark />}
      </label>
      {words.hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {words.hint}
        </p>
      )}
      {picked.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {picked.map((option) => (
            <li
              key={option.id}
              className="flex max-w-full items-center gap-1 rounded-full border border-line ps-3 pe-1"
            >
              <span className="truncate" title={nameOf(option)}>
                {option.label}
              </span>
              <button
                type="button"
                aria-label={words.remove({ name: option.label })}
                onClick={() => remove(option)}
                className="grid size-7 shrink-0 place-items-center rounded-full text-muted hover:text-ink pointer-coarse:size-11"
              >
                <X aria-hidden="true" className="size-4" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <div className="relative grow">
          <input
            ref={input}
            id={id}
            type="text"
            role="combobox"
            autoComplete="off"
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
            aria-invalid={error ? true : undefined}
            aria-describedby={described}
            placeholder={words.search}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setOpen(true);
              setAt(0);
              // What is typed to search is no part of the form.
              event.stopPropagation();
            }}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKey}
            className="field w-full"
          />
          <div
            id={listId}
            role="listbox"
            aria-label={words.legend}
            hidden={!open}
            className="absolute inset-x-0 top-full z-10 mt-1 max-h-72 overflow-y-auto rounded-md border border-line bg-surface py-1 shadow-float"
          >
            {shown.map((option) => (
              // biome-ignore lint/a11y/useFocusableInteractive: see above.
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
              <div
                key={option.id}
                id={`${listId}-${option.id}`}
                role="option"
                aria-selected={option === current}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => add(option)}
                className="cursor-default px-3 py-2 hover:bg-sunken aria-selected:bg-accent-soft"
              >
                {option.label}
                {option.hint && <span className="block text-sm text-muted">{option.hint}</span>}
              </div>
            ))}
            {shown.length === 0 && <p className="px-3 py-2 text-muted">{words.none}</p>}
          </div>
        </div>
        <Button type="button" onClick={() => setBrowses(true)}>
          {words.browse}
        </Button>
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
      <p aria-live="polite" className="sr-only">
        {said ||
          (open && typed.trim() !== "" && search.state === "idle"
            ? words.found({ count: shown.length })
            : "")}
      </p>
      {browses && <Browser {...props} onClose={() => setBrowses(false)} />}
    </div>
  );
}

/** The whole list, page by page, in the order of its tree. */
function Browser({
  words,
  several,
  page,
  picked,
  onPick,
  source,
  onClose,
}: PickerProps & { onClose: () => void }) {
  const common = useWords().common;
  const [pages, setPages] = useState<PickerPage>(page);
  const [typed, setTyped] = useState("");
  const [ticked, setTicked] = useState(picked);
  const fetcher = useFetcher<PickerPage>();
  const grows = useRef(false);
  const { load } = fetcher;

  useEffect(() => {
    if (typed.trim() === "") {
      setPages(page);
      return;
    }
    const timer = setTimeout(() => {
      grows.current = false;
      load(`${source}&q=${encodeURIComponent(typed.trim())}`);
    }, 200);
    return () => clearTimeout(timer);
  }, [typed, page, source, load]);

  useEffect(() => {
    const answer = fetcher.data;
    if (!answer) return;
    setPages((now) => (grows.current ? { ...answer, options: [...now.options, ...answer.options] } : answer));
  }, [fetcher.data]);

  function more() {
    grows.current = true;
    const search = typed.trim() === "" ? "" : `&q=${encodeURIComponent(typed.trim())}`;
    load(`${source}${search}&cursor=${encodeURIComponent(pages.nextCursor ?? "")}`);
  }
  function toggle(option: PickerOption, on: boolean) {
    if (!several) setTicked(on ? [option] : []);
    else setTicked((now) => (on ? [...now, option] : now.filter(({ id }) => id !== option.id)));
  }

  return (
    <Dialog
      title={words.legend}
      onClose={onClose}
      footer={
        <>
          <Button type="button" variant="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            type="button"
            variant="primary"
            onClick={() => {
              onPick(ticked);
              onClose();
            }}
          >
            {words.choose}
          </Button>
        </>
      }
    >
      <TextField
        name="browse"
        id="browse-search"
        form="nothing"
        label={words.search}
        markOptional={false}
        type="search"
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          event.stopPropagation();
        }}
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      <ul className="grid max-h-[50vh] overflow-y-auto">
        {pages.options.map((option) => (
          <li key={option.id} style={{ paddingInlineStart: `${Math.min(option.depth, 8)}rem` }}>
            <label className="flex gap-3 rounded-md p-2 has-checked:bg-accent-soft">
              <input
                type={several ? "checkbox" : "radio"}
                form="nothing"
                name="browsed"
                checked={ticked.some(({ id }) => id === option.id)}
                onChange={(event) => {
                  toggle(option, event.target.checked);
                  event.stopPropagation();
                }}
                className="mt-0.5 shrink-0"
              />
              <span>
                {option.label}
                {option.hint && <span className="block text-sm text-muted">{option.hint}</span>}
              </span>
            </label>
          </li>
        ))}
        {pages.options.length === 0 && <li className="p-2 text-muted">{words.none}</li>}
      </ul>
      {pages.nextCursor && (
        <Button type="button" size="small" onClick={more} pending={fetcher.state !== "idle"}>
          {words.more}
        </Button>
      )}
    </Dialog>
  );
}
