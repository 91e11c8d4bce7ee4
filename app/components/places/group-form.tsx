import { useManage } from "../../manage-words";
import { groups } from "../../messages/manage/en/places";
import { RadioGroup } from "../ui/choice-group";
import { Select, type SelectOption } from "../ui/select";
import { TextArea } from "../ui/text-area";
import { TextField } from "../ui/text-field";
import { type Inherited, PlaceLanguageSelect } from "./place-language";

const sections = { groups };

/** What one chooses from, as the server says. */
export interface GroupOptions {
  /** Null: the group stays where it is. */
  parents: readonly SelectOption[] | null;
  /** Some groups are not among the options. */
  more: boolean;
  /** Chosen where nothing else is. */
  usualParent: string;
  /** What choosing none of them means; null: one must be chosen. */
  noParent: string | null;
  /** Empty: without units. */
  units: readonly SelectOption[];
  noUnit: string | null;
  /** Learners of a public group are learners of those above. */
  propagates: boolean;
  /** The visibility can be chosen. */
  visibility: boolean;
  /** What it speaks without a language of its own; null: it is not there yet. */
  inherited: Inherited | null;
}

export interface GroupValues {
  name: string;
  description: string;
  visibility: string;
  parentId: string;
  unitId: string;
  language: string;
}

/** The fields of a group, to make one and to change one. */
export function GroupFields({
  options,
  values,
  errors,
}: {
  options: GroupOptions;
  values: GroupValues;
  errors: Readonly<Record<string, string>> | undefined;
}) {
  const manage = useManage(sections);
  const words = manage.groups;
  const effect = options.propagates ? "propagates" : "alone";
  return (
    <>
      <TextField
        name="name"
        label={words.name}
        required
        maxLength={100}
        autoComplete="off"
        error={errors?.name}
        defaultValue={values.name}
      />
      <TextArea
        name="description"
        label={words.purpose}
        maxLength={1_000}
        rows={3}
        error={errors?.description}
        defaultValue={values.description}
      />
      {options.parents && (
        <Select
          name="parentId"
          label={words.parent}
          hint={options.more ? words.parentMany : undefined}
          required={options.noParent === null}
          empty={options.noParent ?? undefined}
          options={options.parents}
          error={errors?.parentId}
          defaultValue={values.parentId || options.usualParent}
        />
      )}
      {options.units.length > 0 && (
        <Select
          name="unitId"
          label={words.unit}
          required={options.noUnit === null}
          empty={options.noUnit ?? undefined}
          options={options.units}
          error={errors?.unitId}
          defaultValue={values.unitId}
        />
      )}
      <PlaceLanguageSelect inherited={options.inherited} value={values.language} error={errors?.language} />
      {options.visibility && (
        <RadioGroup
          name="visibility"
          legend={words.visibility}
          required
          selected={[values.visibility]}
          error={errors?.visibility}
          choices={[
            { value: "public", label: words.public, description: words.publicLead[effect] },
            { value: "private", label: words.private, description: words.privateLead[effect] },
          ]}
        />
      )}
    </>
  );
}
