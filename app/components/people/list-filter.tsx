import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import type { RoleKey } from "../../messages";
import type { DeliveryKey } from "../../messages/manage/en";
import { delivery } from "../../messages/manage/en/delivery";
import { people } from "../../messages/manage/en/people";
import { useRequest } from "../../request";
import { useRoleWords } from "../../role-words";
import { Button } from "../ui/button";
import { FilterChip } from "../ui/chip";
import { Select } from "../ui/select";
import { TextField } from "../ui/text-field";
import { filterQuery, type ListFilter, type ListStatus, listStatuses } from "./filter";

const sections = { delivery, people };

/** Null: nobody counts. */
export type StatusCounts = Readonly<Record<ListStatus, number | null>> & {
  /** So many or more. */
  readonly atLeast: readonly ListStatus[];
};

interface StatusChipsProps {
  base: string;
  filter: ListFilter;
  chips: StatusCounts | null;
}

/** The views of the list, with their numbers where nothing else narrows it. */
export function StatusChips({ base, filter, chips }: StatusChipsProps) {
  const manage = useManage(sections);
  const { language } = useRequest();
  const number = new Intl.NumberFormat(language);
  return (
    <nav aria-label={manage.people.views} className="flex flex-wrap gap-2">
      {listStatuses.map((status) => {
        const count = chips?.[status] ?? null;
        const more = chips?.atLeast.includes(status) ? "+" : "";
        // Most workspaces let nobody in without proof, and never need this view.
        if (status === "unproved" && !count && filter.status !== status) return null;
        return (
          <FilterChip
            key={status}
            to={`${base}/people${filterQuery({ ...filter, status: status === "all" ? undefined : status })}`}
            current={(filter.status ?? "all") === status}
            count={count === null ? undefined : `${number.format(count)}${more}`}
          >
            {manage.people.chips[status]}
          </FilterChip>
        );
      })}
    </nav>
  );
}

interface PeopleFiltersProps {
  base: string;
  filter: ListFilter;
  /** Roles that this workspace uses. */
  roles: readonly RoleKey[];
}

/** Search and filters as one form, which stands in the address. */
export function PeopleFilters({ base, filter, roles }: PeopleFiltersProps) {
  const manage = useManage(sections);
  const roleWords = useRoleWords();
  const { people } = manage;
  const states = Object.keys(manage.delivery) as DeliveryKey[];
  return (
    <Form
      key={JSON.stringify(filter)}
      method="get"
      action={`${base}/people`}
      role="search"
      aria-label={people.filters}
      className="grid items-end gap-3 min-[22rem]:grid-cols-2 min-[22rem]:max-lg:*:first:col-span-2 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_auto]"
    >
      <TextField
        name="q"
        type="search"
        label={people.search}
        markOptional={false}
        defaultValue={filter.q}
        maxLength={200}
        autoComplete="off"
        data-search=""
      />
      <Select
        name="role"
        label={people.role}
        markOptional={false}
        empty={people.anyRole}
        defaultValue={filter.role ?? ""}
        options={roles.map((role) => ({ value: role, label: roleWords(role).name }))}
      />
      <Select
        name="delivery"
        label={people.delivery}
        markOptional={false}
        empty={people.anyDelivery}
        defaultValue={filter.delivery ?? ""}
        options={states.map((state) => ({ value: state, label: manage.delivery[state].label }))}
      />
      <Select
        name="by"
        label={people.invitedBy}
        markOptional={false}
        empty={people.anybody}
        defaultValue={filter.by ?? ""}
        options={[
          { value: "me", label: people.me },
          { value: "registered", label: people.themselves },
        ]}
      />
      <Button type="submit">{people.apply}</Button>
      {filter.status && <input type="hidden" name="status" value={filter.status} />}
      {filter.label && <input type="hidden" name="label" value={filter.label} />}
      {filter.unitId && <input type="hidden" name="unitId" value={filter.unitId} />}
      {filter.groupId && <input type="hidden" name="groupId" value={filter.groupId} />}
      {filter.importId && <input type="hidden" name="importId" value={filter.importId} />}
    </Form>
  );
}
