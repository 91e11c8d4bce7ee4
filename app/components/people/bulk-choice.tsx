import { Form, Link } from "@remix-run/react";
import { useState } from "react";
import { useManage } from "../../manage-words";
import type { RoleKey } from "../../messages";
import { bulkPeople } from "../../messages/manage/en/bulk";
import { invite } from "../../messages/manage/en/invite";
import { acts } from "../../messages/manage/en/people";
import { useHydrated, useWords } from "../../request";
import { useRoleWords } from "../../role-words";
import { Button, LinkButton } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { RadioGroup } from "../ui/choice-group";
import { ErrorSummary } from "../ui/error-summary";
import { PageHeader } from "../ui/page-header";
import { Picker, type PickerOption, type PickerPage } from "../ui/picker";
import { TextField } from "../ui/text-field";
import { type ActNeed, choiceNames, type PeopleAct } from "./bulk-acts";

const sections = { acts, bulkPeople, invite };

type ListName = "group" | "unit" | "courses" | "atUnit" | "atGroup";

export interface BulkChoiceProps {
  act: PeopleAct;
  need: ActNeed;
  /** Where the list of people is. */
  list: string;
  /** Everything of the address that says whom it is about. */
  kept: readonly [name: string, value: string][];
  /** How many were ticked; null: all that the filter matches, or those of a job. */
  ticked: number | null;
  ofJob: boolean;
  lists: Partial<Record<ListName, { page: PickerPage; picked: readonly PickerOption[]; source: string }>>;
  roles: readonly { role: RoleKey; places: readonly string[] }[];
  values: { role: string; day: string; endless: boolean; labels: string };
  /** Labels that people have already. */
  labels: readonly string[];
  today: string;
  timeZone: string;
  errors: Readonly<Record<string, string>> | undefined;
}

/** What a bulk act must be told before it can say what will happen: a form that goes on to the preview. */
export function BulkChoice(props: BulkChoiceProps) {
  const manage = useManage(sections);
  const { act, need, list, kept, ticked, ofJob, errors } = props;
  const words = manage.bulkPeople;
  const { common } = useWords();
  const who = ofJob ? words.who.job : ticked === null ? words.who.all : words.who.ids({ count: ticked });
  return (
    <>
      <PageHeader
        title={words.titles[act]}
        description={who}
        back={
          <Link to={list} className="link">
            {manage.acts.back}
          </Link>
        }
      />
      <Form method="get" className="grid max-w-xl gap-5">
        <ErrorSummary errors={errors} />
        {kept.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="chosen" value="1" />
        {need === "role" && <RoleChoice {...props} />}
        {need === "day" && <DayChoice {...props} />}
        {need === "labels" && (
          <>
            <TextField
              name={choiceNames.labels}
              label={words.fields.labels}
              hint={words.fields.labelsHint}
              list="known-labels"
              autoComplete="off"
              required
              defaultValue={props.values.labels}
              error={errors?.[choiceNames.labels]}
            />
            <datalist id="known-labels">
              {props.labels.map((label) => (
                <option key={label} value={label} />
              ))}
            </datalist>
          </>
        )}
        {(need === "group" || need === "unit" || need === "courses") && (
          <OneList {...props} name={need} several={need === "courses"} required />
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary">
            {words.next}
          </Button>
          <LinkButton to={list} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}

function OneList({
  lists,
  errors,
  name,
  several,
  required,
}: BulkChoiceProps & { name: ListName; several: boolean; required: boolean }) {
  const manage = useManage(sections);
  const list = lists[name];
  const [picked, setPicked] = useState(list?.picked ?? []);
  if (!list) return null;
  return (
    <Picker
      name={choiceNames[name]}
      words={{
        ...manage.invite.offer.picker,
        ...manage.bulkPeople.fields[name],
        ...(required && { hint: undefined }),
      }}
      several={several}
      page={list.page}
      picked={picked}
      onPick={setPicked}
      source={list.source}
      required={required}
      error={errors?.[choiceNames[name]]}
    />
  );
}

/** A role, and for one that holds in a part where; without scripts both places are there. */
function RoleChoice(props: BulkChoiceProps) {
  const manage = useManage(sections);
  const { roles, values, errors } = props;
  const roleWords = useRoleWords();
  const hydrated = useHydrated();
  const [role, setRole] = useState(values.role);
  const places = roles.find((one) => one.role === role)?.places ?? [];
  const shows = (place: string) =>
    hydrated
      ? places.includes(place) && !places.includes("workspace")
      : roles.some((one) => one.places.includes(place));
  // Without scripts it depends on what will be ticked.
  const needed = hydrated && shows("unit") !== shows("group");
  return (
    <>
      <RadioGroup
        name={choiceNames.role}
        legend={manage.bulkPeople.fields.role}
        required
        selected={role ? [role] : []}
        error={errors?.[choiceNames.role]}
        onToggle={setRole}
        choices={roles.map((one) => ({
          value: one.role,
          label: roleWords(one.role).name,
          description: roleWords(one.role).may,
        }))}
      />
      {shows("unit") && <OneList {...props} name="atUnit" several={false} required={needed} />}
      {shows("group") && <OneList {...props} name="atGroup" several={false} required={needed} />}
    </>
  );
}

function DayChoice({ values, today, timeZone, errors }: BulkChoiceProps) {
  const manage = useManage(sections);
  const { fields } = manage.bulkPeople;
  return (
    <div className="grid gap-3">
      <TextField
        name={choiceNames.day}
        type="date"
        label={fields.day}
        hint={fields.dayHint({ zone: timeZone })}
        markOptional={false}
        min={today}
        max="2099-12-31"
        defaultValue={values.day}
        error={errors?.[choiceNames.day]}
        className="max-w-56"
      />
      <Checkbox name={choiceNames.endless} value="1" label={fields.endless} defaultChecked={values.endless} />
    </div>
  );
}
