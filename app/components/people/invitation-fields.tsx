import { Link, useParams } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useManage } from "../../manage-words";
import { languageNames, languages, type RoleKey } from "../../messages";
import { invite } from "../../messages/manage/en/invite";
import { roleTable } from "../../messages/manage/en/role-table";
import { useHydrated, useWords } from "../../request";
import { useRoleWords } from "../../role-words";
import { CheckboxGroup, RadioGroup } from "../ui/choice-group";
import { Select } from "../ui/select";
import { TextArea } from "../ui/text-area";
import { TextField } from "../ui/text-field";
import { type OfferChoices, OfferFields, type OfferValues, type Picked } from "./offer-fields";

const sections = { invite, roleTable };

/** What the fields of an invitation hold, as it was typed. */
export interface InvitationValues {
  email: string;
  firstName: string;
  lastName: string;
  roles: string[];
  message: string;
  language: string;
  term: string;
  until: string;
  offer: OfferValues;
}

/** What the fields offer here and to this viewer. */
export interface InvitationChoices {
  timeZone: string;
  roles: readonly RoleKey[];
  picker: "single" | "multi";
  terms: readonly { value: string; label: string }[];
  untilBounds: { min: string; max: string | null };
  /** Units, groups, courses and the like; null where nobody could say what there is. */
  offer: OfferChoices | null;
}

interface InvitationFieldsProps {
  choices: InvitationChoices;
  values: InvitationValues;
  errors: Readonly<Record<string, string>> | undefined;
  nameNeeded?: { first: boolean; last: boolean };
  nameHint?: string | false;
  /** In the place of the field for one address. */
  address?: ReactNode;
  /** Several people have their names with their addresses. */
  named?: boolean;
  onPick?: (picked: Picked) => void;
  /** What choosing no language means; left out: one is chosen. */
  usualLanguage?: string;
}

/** The fields of an invitation, where it is made and where it is edited. */
export function InvitationFields(props: InvitationFieldsProps) {
  const manage = useManage(sections);
  const {
    choices,
    values,
    errors,
    nameNeeded,
    nameHint,
    address,
    named = true,
    onPick,
    usualLanguage,
  } = props;
  const { roles, picker, terms, untilBounds, timeZone } = choices;
  const words = useWords();
  const roleWords = useRoleWords();
  const { workspace } = useParams();
  const hydrated = useHydrated();
  const [term, setTerm] = useState(values.term);
  const [ticked, setTicked] = useState<readonly string[]>(values.roles);
  const Roles = picker === "multi" ? CheckboxGroup : RadioGroup;
  const { invite } = manage;
  return (
    <>
      {address ?? (
        <TextField
          name="email"
          type="email"
          label={invite.email}
          required
          autoComplete="off"
          maxLength={254}
          error={errors?.email}
          defaultValue={values.email}
        />
      )}
      {/* Names that came with a pasted address begin the fields anew. */}
      <div key={`${values.firstName} ${values.lastName}`} className="grid gap-1" hidden={!named}>
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            name="firstName"
            label={words.common.firstName}
            required={named && nameNeeded?.first}
            autoComplete="off"
            maxLength={100}
            error={errors?.firstName}
            defaultValue={values.firstName}
          />
          <TextField
            name="lastName"
            label={words.common.lastName}
            required={named && nameNeeded?.last}
            autoComplete="off"
            maxLength={100}
            error={errors?.lastName}
            defaultValue={values.lastName}
          />
        </div>
        {nameHint && <p className="text-sm text-muted">{nameHint}</p>}
      </div>
      <Roles
        name="roles"
        legend={picker === "multi" ? invite.roles : invite.role}
        hint={
          <Link to={`/w/${workspace}/roles`} className="link">
            {manage.roleTable.link}
          </Link>
        }
        required
        error={errors?.roles}
        selected={values.roles}
        choices={roles.map((role) => ({
          value: role,
          label: roleWords(role).name,
          description: roleWords(role).may,
        }))}
        onToggle={(role, on) =>
          setTicked((now) =>
            picker === "single" ? [role] : on ? [...now, role] : now.filter((one) => one !== role),
          )
        }
      />
      {choices.offer && (
        <OfferFields
          choices={choices.offer}
          values={values.offer}
          roles={ticked}
          errors={errors}
          onChange={onPick}
        />
      )}
      <TextArea
        name="message"
        label={invite.note}
        hint={invite.noteHint}
        maxLength={1000}
        rows={3}
        error={errors?.message}
        defaultValue={values.message}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        {choices.offer?.asked.language.length !== 0 && (
          <Select
            name="language"
            label={invite.language}
            required={usualLanguage === undefined}
            markOptional={false}
            empty={usualLanguage}
            defaultValue={values.language}
            options={languages.map((language) => ({ value: language, label: languageNames[language] }))}
          />
        )}
        <Select
          name="term"
          label={invite.term}
          required
          error={errors?.term}
          defaultValue={values.term}
          options={terms}
          onChange={(event) => setTerm(event.target.value)}
        />
      </div>
      {(!hydrated || term === "until") && (
        <TextField
          name="until"
          type="date"
          label={invite.until}
          hint={invite.untilHint({ zone: timeZone })}
          error={errors?.until}
          min={untilBounds.min}
          max={untilBounds.max ?? undefined}
          defaultValue={values.until}
        />
      )}
    </>
  );
}
