import { Form, useNavigation } from "@remix-run/react";
import { useManage } from "../../manage-words";
import type { RoleKey } from "../../messages";
import type { ManageMessages } from "../../messages/manage/en";
import { ownFields } from "../../messages/manage/en/fields";
import { useHydrated } from "../../request";
import { useRoleWords } from "../../role-words";
import { Button } from "../ui/button";
import { CheckboxGroup } from "../ui/choice-group";
import { ErrorSummary } from "../ui/error-summary";
import { Select } from "../ui/select";
import { TextArea } from "../ui/text-area";
import { TextField } from "../ui/text-field";

const sections = { ownFields };

type Kind = keyof ManageMessages["ownFields"]["kinds"];

/** A field of the workspace's own as its form holds it. */
export interface FieldValues {
  name: string;
  kind: string;
  /** One a line. */
  choices: string;
  requiredFor: string[];
  /** `form`, `import`. */
  asked: string[];
}

export const emptyField: FieldValues = {
  name: "",
  kind: "text",
  choices: "",
  requiredFor: [],
  asked: ["form", "import"],
};

/** The form that makes a field or changes one; `fixed`: people have answered it. */
export function FieldForm({
  values,
  errors,
  roles,
  submit,
  fixed = false,
}: {
  values: FieldValues;
  errors: Readonly<Record<string, string>> | undefined;
  roles: readonly RoleKey[];
  submit: string;
  fixed?: boolean;
}) {
  const manage = useManage(sections);
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const roleWords = useRoleWords();
  const words = manage.ownFields;
  return (
    <Form method="post" className="group/field grid max-w-xl gap-5" noValidate={hydrated}>
      <ErrorSummary errors={errors} />
      <TextField
        name="name"
        label={words.name}
        hint={words.nameHint}
        required
        maxLength={100}
        autoComplete="off"
        error={errors?.name}
        defaultValue={values.name}
      />
      {fixed ? (
        <>
          <input type="hidden" name="kind" value={values.kind} />
          <div className="grid gap-1">
            <p className="font-medium">{words.kind}</p>
            <p>{words.kinds[values.kind as Kind]}</p>
            <p className="text-sm text-muted">{words.kindFixed}</p>
          </div>
        </>
      ) : (
        <Select
          name="kind"
          label={words.kind}
          required
          error={errors?.kind}
          defaultValue={values.kind}
          options={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
        />
      )}
      {(!fixed || values.kind === "choice") && (
        // Seen while it is a choice, also where no script watches.
        <div className={fixed ? undefined : "hidden group-has-[[value=choice]:checked]/field:block"}>
          <TextArea
            name="choices"
            label={words.choices}
            hint={fixed ? words.choicesKept : words.choicesHint}
            markOptional={false}
            rows={4}
            error={errors?.choices}
            defaultValue={values.choices}
          />
        </div>
      )}
      <CheckboxGroup
        name="asked"
        legend={words.where}
        hint={words.whereHint}
        selected={values.asked}
        error={errors?.inForm ?? errors?.inImport}
        choices={(["form", "import"] as const).map((place) => ({ value: place, ...words.places[place] }))}
      />
      <CheckboxGroup
        name="requiredFor"
        legend={words.requiredFor}
        hint={words.requiredForHint}
        selected={values.requiredFor}
        error={errors?.requiredFor}
        choices={roles.map((role) => ({ value: role, label: roleWords(role).name }))}
      />
      <div>
        <Button type="submit" variant="primary" pending={busy}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
