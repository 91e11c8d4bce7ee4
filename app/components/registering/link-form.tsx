import { useState } from "react";
import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";
import { links } from "../../messages/manage/en/registering";
import { Picker, type PickerOption, type PickerPage } from "../ui/picker";
import { Section } from "../ui/section";
import { TextArea } from "../ui/text-area";
import { TextField } from "../ui/text-field";

const sections = { invite, links };

/** What a link may lead to here, as the server says. */
export interface LinkChoices {
  pages: Readonly<Record<"unit" | "group" | "courses", PickerPage>>;
  severalUnits: boolean;
  /** Where more are found; `kind` is added to it. */
  source: string;
  timeZone: string;
  /** The first day that may be the last. */
  today: string;
}

export interface LinkValues {
  name: string;
  maxUses: string;
  endsOn: string;
  domains: string;
  unit: readonly PickerOption[];
  group: readonly PickerOption[];
  courses: readonly PickerOption[];
}

const kinds = { unit: "unit", group: "group", courses: "course" } as const;
const names = { unit: "unitIds", group: "groupIds", courses: "courseIds" } as const;

/** The fields of a registration link, to make one and to change one. */
export function LinkFields({
  choices,
  values,
  errors,
}: {
  choices: LinkChoices;
  values: LinkValues;
  errors: Readonly<Record<string, string>> | undefined;
}) {
  const manage = useManage(sections);
  const { fields } = manage.links;
  const [picked, setPicked] = useState<Pick<LinkValues, "unit" | "group" | "courses">>(values);
  const picker = (field: keyof typeof kinds, several: boolean) =>
    (choices.pages[field].options.length > 0 || picked[field].length > 0) && (
      <Picker
        name={names[field]}
        words={{ ...manage.invite.offer.picker, ...fields[field] }}
        several={several}
        page={choices.pages[field]}
        picked={picked[field]}
        onPick={(options) => setPicked((now) => ({ ...now, [field]: options }))}
        source={`${choices.source}?kind=${kinds[field]}`}
        error={errors?.[names[field]]}
      />
    );
  return (
    <>
      <TextField
        name="name"
        label={fields.name}
        hint={fields.nameHint}
        required
        maxLength={100}
        autoComplete="off"
        error={errors?.name}
        defaultValue={values.name}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="maxUses"
          label={fields.maxUses}
          hint={fields.maxUsesHint}
          inputMode="numeric"
          autoComplete="off"
          maxLength={7}
          error={errors?.maxUses}
          defaultValue={values.maxUses}
        />
        <TextField
          type="date"
          name="endsOn"
          label={fields.endsOn}
          hint={fields.endsOnHint({ zone: choices.timeZone })}
          min={choices.today}
          error={errors?.endsOn}
          defaultValue={values.endsOn}
        />
      </div>
      <Section title={fields.places} description={fields.placesLead}>
        {picker("unit", choices.severalUnits)}
        {picker("group", true)}
        {picker("courses", true)}
      </Section>
      <TextArea
        name="domains"
        label={fields.domains}
        hint={fields.domainsHint}
        rows={3}
        spellCheck={false}
        autoCapitalize="none"
        error={errors?.domains}
        defaultValue={values.domains}
      />
    </>
  );
}
