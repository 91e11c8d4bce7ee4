import { useState } from "react";
import { useManage } from "../../manage-words";
import type { RoleKey } from "../../messages";
import { rolePlaces } from "../../messages/manage/en/fields";
import { invite } from "../../messages/manage/en/invite";
import { useRoleWords } from "../../role-words";
import { FieldError, fieldId } from "../ui/field";
import { Picker, type PickerOption, type PickerPage } from "../ui/picker";

const sections = { invite, rolePlaces };

export type PlaceKind = "unit" | "group";

/** A role that can be given here, and in what it holds; nothing: in the whole workspace. */
export interface PlacedRole {
  role: RoleKey;
  kinds: readonly PlaceKind[];
}

/** Where each role is to hold, as the form has it. */
export type RolePlaces = Readonly<Record<string, Readonly<Record<PlaceKind, readonly PickerOption[]>>>>;

const none = { unit: [], group: [] } as const;

/** What the form calls the places of a role. */
export function placesName(role: string, kind: PlaceKind): string {
  return `at.${role}.${kind}`;
}

interface RolePlacesProps {
  roles: readonly PlacedRole[];
  several: boolean;
  ticked: readonly string[];
  places: RolePlaces;
  pages: Readonly<Record<PlaceKind, PickerPage>>;
  /** Where more places are found; `kind` is added to it. */
  source: string;
  errors: Readonly<Record<string, string>> | undefined;
}

/** Roles to tick, and under each ticked one that holds in a part the units and groups where it does. */
export function RolePlacesFields({ roles, errors, ...rest }: RolePlacesProps) {
  const manage = useManage(sections);
  const id = fieldId("roles");
  const error = errors?.roles;
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="grid gap-1">
      <legend className="mb-1 font-medium">{manage.invite.roles}</legend>
      {roles.map((role, index) => (
        <RoleRow
          key={role.role}
          {...rest}
          {...role}
          // The link from ErrorSummary lands on the first.
          id={index === 0 ? id : `${id}-${role.role}`}
          error={errors?.[`at.${role.role}`]}
        />
      ))}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}

type RoleRowProps = Omit<RolePlacesProps, "roles" | "errors"> &
  PlacedRole & { id: string; error: string | undefined };

function RoleRow(props: RoleRowProps) {
  const manage = useManage(sections);
  const { id, role, kinds, several, ticked, places, pages, source, error } = props;
  const { name, may } = useRoleWords()(role);
  const [picked, setPicked] = useState(places[role] ?? none);
  const words = manage.rolePlaces;
  const { picker, unit, group } = manage.invite.offer;
  const searches = { unit: unit.search, group: group.search };
  const legends = { unit: words.units, group: words.groups };
  return (
    <div className="group/role">
      <div className="flex gap-3 rounded-md p-2 has-checked:bg-accent-soft">
        <input
          type={several ? "checkbox" : "radio"}
          id={id}
          name="roles"
          value={role}
          defaultChecked={ticked.includes(role)}
          aria-describedby={`${id}-about`}
          className="mt-0.5 shrink-0"
        />
        <div className="grow">
          <label htmlFor={id} className="block">
            {name}
          </label>
          <p id={`${id}-about`} className="text-sm text-muted">
            {may}
          </p>
        </div>
      </div>
      {kinds.length > 0 && (
        // Seen while the role is ticked, also where no script watches.
        <div className="ms-9 mt-2 mb-4 hidden gap-4 group-has-[[name=roles]:checked]/role:grid">
          {kinds.map((kind, index) => (
            <Picker
              key={kind}
              name={placesName(role, kind)}
              words={{
                ...picker,
                legend: legends[kind]({ role: name }),
                search: searches[kind],
                hint: index === 0 ? words.hint : undefined,
              }}
              several
              // One of the kinds is enough.
              required
              page={pages[kind]}
              picked={picked[kind]}
              onPick={(options) => setPicked({ ...picked, [kind]: options })}
              source={`${source}?kind=${kind}`}
              error={index === 0 ? error : undefined}
            />
          ))}
        </div>
      )}
    </div>
  );
}
