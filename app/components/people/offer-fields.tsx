import { useEffect, useState } from "react";
import { useManage } from "../../manage-words";
import type { RoleKey } from "../../messages";
import type { ManageMessages } from "../../messages/manage/en";
import { invite } from "../../messages/manage/en/invite";
import { Picker, type PickerOption, type PickerPage } from "../ui/picker";
import { TextField } from "../ui/text-field";
import { AnswerField, type AnswerFieldProps, answerName } from "./answer-field";
import { LabelField } from "./label-field";

const sections = { invite };

export type OfferField = "unit" | "group" | "courses" | "sessions" | "access_ends_on" | "labels" | "custom";

/** What an invitation may offer here: the loader says it. */
export interface OfferChoices {
  /** For which roles each is asked; empty: not at all. */
  asked: Readonly<Record<OfferField | "language", readonly string[]>>;
  required: { unit: boolean; group: boolean };
  severalUnits: boolean;
  pages: Readonly<Record<"unit" | "group" | "courses" | "sessions", PickerPage>>;
  /** Where more are found; `kind` is added to it. */
  source: string;
  /** Of the workspace's own; `requiredFor`: roles of which nobody is invited without an answer. */
  fields: readonly (AnswerFieldProps["field"] & { requiredFor: readonly string[] })[];
  labels: readonly string[];
  /** The first day that access may end on. */
  today: string;
  timeZone: string;
}

/** What was chosen, with the words of what was picked. */
export interface OfferValues {
  unit: readonly PickerOption[];
  group: readonly PickerOption[];
  courses: readonly PickerOption[];
  sessions: readonly PickerOption[];
  accessEndsOn: string;
  labels: string;
  custom: Readonly<Record<string, string>>;
}

export const emptyOffer: OfferValues = {
  unit: [],
  group: [],
  courses: [],
  sessions: [],
  accessEndsOn: "",
  labels: "",
  custom: {},
};

interface OfferFieldsProps {
  choices: OfferChoices;
  values: OfferValues;
  /** Roles that are ticked now. */
  roles: readonly (RoleKey | string)[];
  errors: Readonly<Record<string, string>> | undefined;
  onChange?: (picked: Picked) => void;
  /** The person is a member at once: nothing waits until they join. */
  atOnce?: boolean;
}

export type Picked = Pick<OfferValues, "unit" | "group" | "courses" | "sessions">;

const kinds = { unit: "unit", group: "group", courses: "course", sessions: "session" } as const;
const names = { unit: "unitIds", group: "groupIds", courses: "courseIds", sessions: "sessionIds" } as const;

/** Units, groups, courses, sessions, the end of access, labels and the workspace's own fields. */
export function OfferFields({ choices, values, roles, errors, onChange, atOnce = false }: OfferFieldsProps) {
  const manage = useManage(sections);
  const { offer } = manage.invite;
  const [picked, setPicked] = useState<Picked>(values);
  const [open, setOpen] = useState(false);
  useEffect(() => setPicked(values), [values]);
  const isAsked = (field: OfferField) =>
    choices.asked[field].length > 0 &&
    (roles.length === 0 || roles.some((role) => choices.asked[field].includes(role)));
  const isRequired = ({ requiredFor }: OfferChoices["fields"][number]) =>
    isAsked("custom") && roles.some((role) => requiredFor.includes(role));
  const learns = roles.length === 0 || roles.includes("learner");

  function pick(field: keyof Picked, options: readonly PickerOption[]) {
    const next = { ...picked, [field]: options };
    setPicked(next);
    onChange?.(next);
  }

  const picker = (field: keyof Picked, several: boolean, required = false) =>
    isAsked(field) && (
      <>
        <input type="hidden" name="offers" value={field} />
        <Picker
          name={names[field]}
          words={{ ...offer.picker, ...offer[field], ...(atOnce && { hint: undefined }) }}
          several={several}
          page={choices.pages[field]}
          picked={picked[field]}
          onPick={(options) => pick(field, options)}
          source={`${choices.source}?kind=${kinds[field]}`}
          required={required}
          error={errors?.[names[field]]}
        />
      </>
    );
  const follows = learns ? [...new Set(picked.group.flatMap((group) => group.follows))] : [];
  const hasMore = isAsked("labels") || isAsked("custom");
  const more = (
    <>
      {isAsked("labels") && (
        <>
          <input type="hidden" name="offers" value="labels" />
          <LabelField value={values.labels} known={choices.labels} error={errors?.labels} />
        </>
      )}
      {isAsked("custom") && (
        <>
          <input type="hidden" name="offers" value="custom" />
          {choices.fields.map((field) => (
            <AnswerField
              key={field.key}
              field={field}
              value={values.custom[field.key] ?? ""}
              error={errors?.[answerName(field.key)]}
              required={isRequired(field)}
            />
          ))}
        </>
      )}
    </>
  );
  const wrong = Object.keys(errors ?? {}).some((name) => name === "labels" || name.startsWith("custom"));
  return (
    <>
      {picker("unit", choices.severalUnits, choices.required.unit)}
      {picker("group", true, choices.required.group)}
      {follows.length > 0 && (
        <p className="-mt-4 text-sm text-muted">{offer.follows({ names: follows.join(", ") })}</p>
      )}
      {picker("courses", true)}
      {picker("sessions", true)}
      {isAsked("access_ends_on") && (
        <>
          <input type="hidden" name="offers" value="access_ends_on" />
          <TextField
            name="accessEndsOn"
            type="date"
            label={offer.accessEndsOn.label}
            hint={offer.accessEndsOn.hint({ zone: choices.timeZone })}
            min={choices.today}
            error={errors?.accessEndsOn}
            defaultValue={values.accessEndsOn}
          />
        </>
      )}
      {hasMore && (
        <details
          open={
            open ||
            wrong ||
            choices.fields.some(isRequired) ||
            values.labels !== "" ||
            Object.keys(values.custom).length > 0
          }
          onToggle={(event) => setOpen(event.currentTarget.open)}
        >
          <summary className="font-medium">{offer.more}</summary>
          <div className="mt-4 grid gap-5">{more}</div>
        </details>
      )}
    </>
  );
}

/** What the people will be in, in one sentence; empty where nothing was chosen. */
export function offerSentence(
  manage: Pick<ManageMessages, "invite">,
  { unit, group, courses, sessions }: Picked,
  count: number,
): string {
  const { will } = manage.invite.offer;
  const places = [...unit, ...group].map(({ label }) => label);
  const joins =
    places.length === 0
      ? ""
      : will.join({
          places: places.length > 3 ? will.places({ count: places.length }) : list(places),
          count,
        });
  const takes = [
    courses.length > 0 && will.courses({ count: courses.length }),
    sessions.length > 0 && will.sessions({ count: sessions.length }),
  ].filter((part) => part !== false);
  return [joins, takes.length > 0 && will.take({ what: list(takes), count })].filter(Boolean).join(" ");
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(words);
}
