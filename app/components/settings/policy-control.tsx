import clsx from "clsx";
import type { ReactNode } from "react";
import type { Policies, PolicyKey } from "../../messages/manage/en/policies";
import { useWords } from "../../request";
import { Checkbox } from "../ui/checkbox";
import { CheckboxGroup, type Choice, RadioGroup } from "../ui/choice-group";
import { FieldError, fieldId } from "../ui/field";
import { TextArea } from "../ui/text-area";
import { controlOf, hoursOf, mostReminders, percentOf, type Reminder, timeOf } from "./policy-controls";
import { rightIn, usePolicyWords, useValueWords, wordsOf } from "./policy-words";

interface PolicyControlProps {
  policy: PolicyKey;
  value: unknown;
  /** What the preset says, where the workspace says otherwise. */
  ofPreset?: { value: unknown };
  /** The roles that may be named, and what the rights of this key may be. */
  roles: readonly string[];
  rights: readonly string[];
  error?: string;
  /** Ticked already, in a form that came back. */
  isReset?: boolean;
}

/** One policy in a form: what it decides, its control, and the way back to the preset's value. */
export function PolicyControl({ policy, ofPreset, isReset, ...given }: PolicyControlProps) {
  const words = usePolicyWords();
  const say = useValueWords();
  const { values = {} } = wordsOf(words, policy);
  // What has one value is told and not asked.
  if (controlOf(policy).kind === "choice" && Object.keys(values).length === 1) {
    const own = wordsOf(words, policy);
    return (
      <div className="grid gap-1">
        <p className="font-medium">{own.title}</p>
        <p className="text-sm text-muted">{own.meaning}</p>
        <p>{say(policy, given.value)}</p>
      </div>
    );
  }
  return (
    <div className="grid gap-2">
      <input type="hidden" name={`${policy}.asked`} value="1" />
      <Asked policy={policy} {...given} />
      {ofPreset && (
        <Checkbox
          name="reset"
          value={policy}
          defaultChecked={isReset}
          id={`${fieldId(policy)}-reset`}
          label={words.form.reset}
          description={words.ofPreset({ value: say(policy, ofPreset.value) })}
        />
      )}
    </div>
  );
}

function Asked({ policy, value, roles, rights, error }: Omit<PolicyControlProps, "ofPreset" | "isReset">) {
  const words = usePolicyWords();
  const roleWords = useWords().roles as Readonly<Record<string, { name: string } | undefined>>;
  const { form } = words;
  const own = wordsOf(words, policy);
  const control = controlOf(policy);
  const texts = { name: policy, legend: own.title, hint: own.meaning, error, required: true };
  const named = (role: string): Choice => ({ value: role, label: roleWords[role]?.name ?? role });
  switch (control.kind) {
    case "choice":
      return (
        <RadioGroup
          {...texts}
          selected={[String(value)]}
          choices={Object.entries(own.values ?? {}).map(([choice, label]) => ({ value: choice, label }))}
        />
      );
    case "role":
      return (
        <RadioGroup
          {...texts}
          selected={[value === null ? "" : String(value)]}
          choices={[
            { value: "", label: own.none ?? form.none },
            ...withHeld(roles, value === null ? [] : [String(value)]).map(named),
          ]}
        />
      );
    case "rights": {
      const held = value as string[];
      return (
        <CheckboxGroup
          {...texts}
          selected={held}
          choices={withHeld(rights, held).map((right) => ({
            value: right,
            label: rightIn(words, roleWords as Record<string, { name: string }>, right),
          }))}
        />
      );
    }
    case "list":
    case "roles": {
      const isAll = control.empty !== undefined && value === control.empty;
      const held = isAll ? [] : ((value ?? []) as string[]);
      const choices =
        control.kind === "list"
          ? Object.entries(own.values ?? {}).map(([choice, label]) => ({ value: choice, label }))
          : withHeld(control.only ?? (policy === "roles.set" ? Object.keys(roleWords) : roles), held).map(
              named,
            );
      if (control.empty === undefined) return <CheckboxGroup {...texts} selected={held} choices={choices} />;
      return (
        <Mode
          policy={policy}
          mode={isAll ? "all" : "some"}
          error={error}
          modes={{ all: own.all ?? "", some: form.these }}
        >
          <div className="grid gap-2 py-1">
            {choices.map((choice) => (
              <Checkbox
                key={choice.value}
                name={policy}
                value={choice.value}
                id={`${fieldId(policy)}-${choice.value}`}
                label={choice.label}
                defaultChecked={held.includes(choice.value)}
              />
            ))}
          </div>
        </Mode>
      );
    }
    case "number": {
      const number = <NumberField policy={policy} value={value} unit={control.unit} error={error} />;
      if (control.empty === undefined) {
        return (
          <fieldset className="grid gap-1">
            <legend className="mb-1 font-medium">{own.title}</legend>
            <p className="text-sm text-muted">{own.meaning}</p>
            {number}
            <FieldError id={`${fieldId(policy)}-error`}>{error}</FieldError>
          </fieldset>
        );
      }
      return (
        <Mode
          policy={policy}
          mode={value === null ? "none" : "some"}
          error={error}
          modes={{ none: own.none ?? form.none, some: own.some ?? form.limited }}
          inline={number}
        />
      );
    }
    case "reminders":
      return <Reminders moments={value as Reminder[]} error={error} />;
    case "lines":
      return (
        <TextArea
          name={policy}
          label={own.title}
          hint={own.meaning}
          error={error}
          rows={4}
          spellCheck={false}
          defaultValue={(value as string[]).join("\n")}
        />
      );
    case "order":
      return <Order policy={policy} order={value as string[]} roles={roles} error={error} />;
    case "landing":
      return <Landing places={value as Policies["landing.by_role"]} roles={roles} error={error} />;
  }
}

/** Those that may be chosen, and those that are chosen although they may not any more: to be taken out. */
function withHeld(choices: readonly string[], held: readonly string[]): string[] {
  return [...new Set([...choices, ...held])];
}

/** One of two ways, of which the second has fields of its own. */
function Mode({
  policy,
  mode,
  modes,
  error,
  inline,
  children,
}: {
  policy: PolicyKey;
  mode: string;
  modes: Record<string, string>;
  error?: string;
  /** Beside the second way, or below it and seen while it is chosen. */
  inline?: ReactNode;
  children?: ReactNode;
}) {
  const words = usePolicyWords();
  const own = wordsOf(words, policy);
  const id = fieldId(policy);
  return (
    <fieldset aria-describedby={`${id}-hint`} className="grid gap-1">
      <legend className="mb-1 font-medium">{own.title}</legend>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {own.meaning}
      </p>
      <div className="group/mode grid">
        {Object.entries(modes).map(([value, label], index) => {
          const choiceId = index === 0 ? id : `${id}-${value}`;
          return (
            <div
              key={value}
              className="grid gap-2 rounded-md p-2 has-[>div>[type=radio]:checked]:bg-accent-soft"
            >
              <div className={clsx("flex gap-x-3 gap-y-2", index > 0 && inline && "flex-wrap items-center")}>
                <input
                  type="radio"
                  id={choiceId}
                  name={`${policy}.mode`}
                  value={value}
                  defaultChecked={mode === value}
                  className={clsx("shrink-0", !(index > 0 && inline) && "mt-0.5")}
                />
                <label htmlFor={choiceId}>{label}</label>
                {index > 0 && inline}
              </div>
              {index > 0 && children && (
                <div className="hidden ps-8 group-has-[[value=some]:checked]/mode:grid">{children}</div>
              )}
            </div>
          );
        })}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}

function NumberField({
  policy,
  value,
  unit,
  error,
}: {
  policy: PolicyKey;
  value: unknown;
  unit: "seconds" | "hours" | "days" | "characters" | "people";
  error?: string;
}) {
  const words = usePolicyWords();
  const { form } = words;
  const own = wordsOf(words, policy);
  const seconds = unit === "seconds";
  const shown =
    typeof value !== "number" || Number.isNaN(value)
      ? { count: "" as const, unit: "days" as const }
      : seconds
        ? timeOf(value)
        : { count: value, unit: "days" as const };
  const id = `${fieldId(policy)}-number`;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <input
        id={id}
        name={`${policy}.number`}
        inputMode="numeric"
        autoComplete="off"
        aria-label={own.title}
        aria-invalid={error ? true : undefined}
        defaultValue={String(shown.count)}
        className="field w-24 tabular-nums"
      />
      {seconds ? (
        <select
          name={`${policy}.unit`}
          aria-label={form.unit}
          defaultValue={shown.unit}
          className="field w-auto"
        >
          <option value="hours">{form.units.hours}</option>
          <option value="days">{form.units.days}</option>
        </select>
      ) : (
        <span className="text-muted">{form.units[unit]}</span>
      )}
    </div>
  );
}

const kinds = ["", "share", "before_end", "after_sending"] as const;

function Reminders({ moments, error }: { moments: readonly Reminder[]; error?: string }) {
  const policy = "reminders.schedule";
  const words = usePolicyWords();
  const { form } = words;
  const own = wordsOf(words, policy);
  const id = fieldId(policy);
  return (
    <fieldset aria-describedby={`${id}-hint`} className="grid gap-1">
      <legend className="mb-1 font-medium">{own.title}</legend>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {own.meaning}
      </p>
      <div className="grid gap-2 pt-1">
        {Array.from({ length: mostReminders }, (_, at) => {
          const moment = moments[at];
          const count = !moment
            ? ""
            : moment.kind === "share"
              ? percentOf(moment.of)
              : hoursOf(moment.seconds);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the places have no other name.
            <div key={at} className="flex gap-2">
              <select
                id={at === 0 ? id : `${id}-${at}`}
                name={`${policy}.${at}.kind`}
                aria-label={form.moment({ number: at + 1 })}
                defaultValue={moment?.kind ?? ""}
                className="field min-w-0 grow sm:max-w-md"
              >
                {kinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {form.moments[kind]}
                  </option>
                ))}
              </select>
              <input
                name={`${policy}.${at}.number`}
                inputMode="numeric"
                autoComplete="off"
                aria-label={`${form.moment({ number: at + 1 })}: ${form.number}`}
                aria-invalid={error ? true : undefined}
                defaultValue={Number.isNaN(count) ? "" : String(count)}
                className="field w-20 shrink-0 tabular-nums"
              />
            </div>
          );
        })}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}

/** Roles in an order of their own, a list for each place; as many as there are roles. */
function Order({
  policy,
  order,
  roles,
  error,
}: {
  policy: PolicyKey;
  order: readonly string[];
  roles: readonly string[];
  error?: string;
}) {
  const words = usePolicyWords();
  const roleWords = useWords().roles as Readonly<Record<string, { name: string } | undefined>>;
  const { form } = words;
  const own = wordsOf(words, policy);
  const id = fieldId(policy);
  const offered = withHeld(roles, order);
  return (
    <fieldset aria-describedby={`${id}-hint`} className="grid gap-1">
      <legend className="mb-1 font-medium">{own.title}</legend>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {own.meaning}
      </p>
      <div className="grid gap-2 pt-1">
        {offered.map((_, at) => {
          const placeId = at === 0 ? id : `${id}-${at}`;
          return (
            <div
              key={placeId}
              className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[14rem_minmax(0,16rem)]"
            >
              <label htmlFor={placeId}>{form.place({ number: at + 1 })}</label>
              <select id={placeId} name={policy} defaultValue={order[at] ?? ""} className="field">
                <option value="">{form.noRole}</option>
                {offered.map((role) => (
                  <option key={role} value={role}>
                    {roleWords[role]?.name ?? role}
                  </option>
                ))}
              </select>
            </div>
          );
        })}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}

function Landing({
  places,
  roles,
  error,
}: {
  places: Policies["landing.by_role"];
  roles: readonly string[];
  error?: string;
}) {
  const policy = "landing.by_role";
  const words = usePolicyWords();
  const roleWords = useWords().roles as Readonly<Record<string, { name: string } | undefined>>;
  const { form } = words;
  const own = wordsOf(words, policy);
  const id = fieldId(policy);
  const held = Object.keys(places).filter((role) => role !== "*");
  return (
    <fieldset aria-describedby={`${id}-hint`} className="grid gap-1">
      <legend className="mb-1 font-medium">{own.title}</legend>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {own.meaning}
      </p>
      <div className="grid gap-2 pt-1">
        {[...withHeld(roles, held), "*"].map((role, at) => (
          <div key={role} className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[14rem_minmax(0,16rem)]">
            <label htmlFor={at === 0 ? id : `${id}-${role}`}>
              {role === "*" ? form.landingOthers : (roleWords[role]?.name ?? role)}
            </label>
            <select
              id={at === 0 ? id : `${id}-${role}`}
              name={`${policy}.at.${role}`}
              defaultValue={(places as Record<string, string>)[role] ?? ""}
              className="field"
            >
              {(["", "manage", "portal"] as const).map((place) => (
                <option key={place} value={place}>
                  {form.landing[place]}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}
