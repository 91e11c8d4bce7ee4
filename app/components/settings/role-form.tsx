import { Form, useNavigation } from "@remix-run/react";
import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { permissions } from "../../messages/manage/en/api-keys";
import { ownRoles } from "../../messages/manage/en/own-roles";
import { useHydrated } from "../../request";
import { Button } from "../ui/button";
import { CheckboxGroup } from "../ui/choice-group";
import { ErrorSummary } from "../ui/error-summary";
import { TextField } from "../ui/text-field";

const sections = { ownRoles, permissions };

type Group = keyof ManageMessages["ownRoles"]["groups"];
export type HoldingPlace = keyof ManageMessages["ownRoles"]["scopes"];

/** A role of the workspace's own as its form holds it. */
export interface RoleValues {
  name: string;
  description: string;
  permissions: string[];
  holdsIn: string[];
}

export const emptyRole: RoleValues = { name: "", description: "", permissions: [], holdsIn: [] };

/** What a role can be made of here, in the order in which it is read, and what of it counts everywhere or nowhere. */
export interface RoleChoices {
  permissions: Readonly<Record<Group, readonly string[]>>;
  onlyEverywhere: readonly string[];
  holdsIn: readonly HoldingPlace[];
}

/** The form that makes a role or changes one. */
export function RoleForm({
  choices,
  values,
  errors,
  submit,
}: {
  choices: RoleChoices;
  values: RoleValues;
  errors: Readonly<Record<string, string>> | undefined;
  submit: string;
}) {
  const manage = useManage(sections);
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const words = manage.ownRoles;
  return (
    <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
      <ErrorSummary errors={errors} />
      <TextField
        name="name"
        label={words.name}
        hint={words.nameHint}
        required
        maxLength={60}
        autoComplete="off"
        error={errors?.name}
        defaultValue={values.name}
      />
      <TextField
        name="description"
        label={words.about}
        hint={words.aboutHint}
        maxLength={160}
        autoComplete="off"
        error={errors?.description}
        defaultValue={values.description}
      />
      <CheckboxGroup
        name="holdsIn"
        legend={words.holdsIn}
        hint={words.holdsInHint}
        required
        selected={values.holdsIn}
        error={errors?.holdsIn}
        choices={choices.holdsIn.map((place) => ({ value: place, label: words.scopes[place].label }))}
      />
      <p className="text-sm text-muted">{words.permissionsHint}</p>
      {(Object.keys(choices.permissions) as Group[]).map((group) => (
        <CheckboxGroup
          key={group}
          name={group}
          legend={words.groups[group]}
          // One of them all is wanted, not one of each.
          required
          selected={values.permissions}
          error={errors?.[group]}
          choices={choices.permissions[group].map((permission) => ({
            value: permission,
            label: manage.permissions[permission] ?? permission,
            description: choices.onlyEverywhere.includes(permission) ? words.onlyEverywhere : undefined,
          }))}
        />
      ))}
      <p className="text-sm text-muted">{words.reserved}</p>
      <div>
        <Button type="submit" variant="primary" pending={busy}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
