import type { Permission } from "../../worker/domain/permissions";
import type { PageContext, PageMember } from "../../worker/web";
import {
  type ActNeed,
  choiceNames,
  isPeopleAct,
  labelsTyped,
  type MailAct,
  mailActs,
  type PeopleAct,
  peopleActFamilies,
  peopleActs,
} from "../components/people/bulk-acts";
import { bulkInput, peopleInput, readFilter } from "../components/people/filter";
import type { PickerOption, PickerPage } from "../components/ui/picker";
import type { ManageMessages } from "../messages/manage/en";
import { posted } from "../posted";
import { pickerPage } from "./manage.offer.server";

/** The ticked rows, all that the filter matches, or those with whom another job did something. */
type Target = { ids: string[] } | { filter: Record<string, string> } | { ofJob: string };

type Wanted = { target: Target | "nobody" | "not_all" } & (
  | { act: MailAct; people: null }
  | { act: PeopleAct; people: Readonly<Record<string, unknown>> | null }
);

/** What the address of a bulk act says; `people` is null while the act lacks what it must be told. */
export function readBulk(query: URLSearchParams, viewerId: string): Wanted {
  const named = query.get("action");
  if (isPeopleAct(named)) {
    return { act: named, people: choiceOf(named, query), target: targetOf(query, viewerId, peopleInput) };
  }
  const act = mailActs.find((one) => one === named) ?? "resend";
  return { act, people: null, target: targetOf(query, viewerId, bulkInput) };
}

function targetOf(
  query: URLSearchParams,
  viewerId: string,
  input: (filter: ReturnType<typeof readFilter>, viewerId: string) => Record<string, string> | null,
): Wanted["target"] {
  const ofJob = query.get("ofJob");
  if (ofJob) return { ofJob };
  if (query.has("all")) {
    const filter = input(readFilter(query), viewerId);
    return filter ? { filter } : "not_all";
  }
  const ids = query.getAll("ids");
  return ids.length > 0 ? { ids } : "nobody";
}

/** The act as its use case takes it; null while something that it needs was not chosen. */
function choiceOf(act: PeopleAct, query: URLSearchParams): Readonly<Record<string, unknown>> | null {
  const { action } = peopleActs[act];
  const text = (name: string) => query.get(name)?.trim() || null;
  const unlessNull = (name: string, value: unknown) => (value === null ? null : { action, [name]: value });
  switch (act) {
    case "add_to_group":
      return unlessNull("addGroupId", text(choiceNames.group));
    case "remove_from_group":
      return unlessNull("removeGroupId", text(choiceNames.group));
    case "move_to_unit":
      return unlessNull("unitId", text(choiceNames.unit));
    case "remove_from_unit":
      return unlessNull("removeUnitId", text(choiceNames.unit));
    case "add_role":
    case "remove_role": {
      const role = text(choiceNames.role);
      const unitId = text(choiceNames.atUnit);
      const groupId = text(choiceNames.atGroup);
      return unlessNull(act === "add_role" ? "addRole" : "removeRole", role && { role, unitId, groupId });
    }
    case "enrol":
    case "withdraw": {
      const courseIds = query.getAll(choiceNames.courses).filter(Boolean);
      return unlessNull("courseIds", courseIds.length > 0 ? courseIds : null);
    }
    case "set_access_end":
      if (query.has(choiceNames.endless)) return { action, accessEndsOn: null };
      return unlessNull("accessEndsOn", text(choiceNames.day));
    case "add_labels":
    case "remove_labels": {
      const labels = labelsTyped(query.get(choiceNames.labels) ?? "");
      return unlessNull(
        act === "add_labels" ? "addLabels" : "removeLabels",
        labels.length > 0 ? labels : null,
      );
    }
    default:
      return { action };
  }
}

/** The right that an act rests on, as the pages ask for it; its use case asks anew. */
const rights: Record<(typeof peopleActs)[PeopleAct]["action"], Permission> = {
  place: "member.place",
  change_roles: "member.change_roles",
  enrol: "enrolment.manage",
  withdraw: "enrolment.manage",
  set_access_end: "member.place",
  label: "member.place",
  deactivate: "member.deactivate",
  reactivate: "member.deactivate",
  remove: "member.remove",
};

type TakeBack = NonNullable<Awaited<ReturnType<PageContext["useCases"]["viewJob"]>>["takeBack"]>;

/** The acts on people that the viewer is offered, in their families. */
export function peopleActsFor(
  { mayInPart }: PageMember,
  { policies }: NonNullable<PageContext["workspace"]>,
): PeopleAct[][] {
  const off: Partial<Record<PeopleAct, boolean>> = {
    move_to_unit: !policies["units.enabled"],
    remove_from_unit: !policies["units.enabled"],
    add_role: !policies["roles.multiple"],
    remove_role: !policies["roles.multiple"],
    set_access_end: !policies["access.expiry_enabled"],
    deactivate: !policies["lifecycle.deactivate"],
  };
  return peopleActFamilies
    .map((family) => family.filter((act) => !off[act] && mayInPart.includes(rights[peopleActs[act].action])))
    .filter((family) => family.length > 0);
}

/** May the viewer do what takes this act back, somewhere. */
export function mayTakeBack({ mayInPart }: PageMember, action: keyof typeof rights): boolean {
  return mayInPart.includes(rights[action]);
}

/** Which list each choice of a place or course is made from, by its name in the address. */
const lists = { group: "group", unit: "unit", courses: "course", atUnit: "unit", atGroup: "group" } as const;
type ListName = keyof typeof lists;

interface BulkList {
  page: PickerPage;
  picked: readonly PickerOption[];
  source: string;
}

const listsOf: Readonly<Partial<Record<ActNeed, readonly ListName[]>>> = {
  group: ["group"],
  unit: ["unit"],
  courses: ["courses"],
};

/** What the form of an act chooses from, with what was chosen already in words. */
export async function bulkLists(
  context: PageContext,
  base: string,
  act: PeopleAct,
  query: URLSearchParams,
  hasUnits: boolean,
): Promise<Partial<Record<ListName, BulkList>>> {
  const { action, needs } = peopleActs[act];
  const wanted: readonly ListName[] =
    needs === "role" ? (hasUnits ? ["atUnit", "atGroup"] : ["atGroup"]) : ((needs && listsOf[needs]) ?? []);
  const read = async (name: ListName) => {
    const kind = lists[name];
    const ids = query.getAll(choiceNames[name]).filter(Boolean).slice(0, 20);
    const find = (more: { ids?: string[] }) =>
      context.attempt(() => context.useCases.findForPeopleJob(posted({ action, kind, ...more })));
    const [page, picked] = await Promise.all([find({}), ids.length > 0 ? find({ ids }) : null]);
    const none = { options: [], nextCursor: null };
    return [
      name,
      {
        page: page.ok ? pickerPage(page.value) : none,
        picked: picked?.ok ? pickerPage(picked.value).options : [],
        source: `${base}/people/bulk/choices?act=${act}&kind=${kind}`,
      },
    ] as const;
  };
  return Object.fromEntries(await Promise.all(wanted.map(read)));
}

/** Refusals of the use case at the fields of the form. */
export const refusedFields: Readonly<Record<string, string>> = {
  addGroupId: choiceNames.group,
  removeGroupId: choiceNames.group,
  unitId: choiceNames.unit,
  removeUnitId: choiceNames.unit,
  addRole: choiceNames.role,
  removeRole: choiceNames.role,
  courseIds: choiceNames.courses,
  accessEndsOn: choiceNames.day,
  addLabels: choiceNames.labels,
  removeLabels: choiceNames.labels,
};

/** What is still to be chosen, when somebody went on without it. */
export function missingChoice(manage: ManageMessages, act: PeopleAct): Record<string, string> {
  const { needs } = peopleActs[act];
  return needs ? { [choiceNames[needs]]: manage.bulkPeople.missing[needs] } : {};
}

/** The address of what takes a job back; its use case says by `takeBack` what that is. */
export function takeBackQuery(jobId: string, takeBack: TakeBack): string {
  const { removeGroupId, unitId, addRole, removeRole, courseIds = [], addLabels, removeLabels } = takeBack;
  const query = new URLSearchParams({ ofJob: jobId, chosen: "1", action: takesBackAs(takeBack) });
  const role = addRole ?? removeRole;
  const at = typeof role === "object" ? role : { role, unitId: null, groupId: null };
  const chosen = {
    [choiceNames.group]: removeGroupId,
    [choiceNames.unit]: unitId,
    [choiceNames.role]: at.role,
    [choiceNames.atUnit]: at.unitId,
    [choiceNames.atGroup]: at.groupId,
    [choiceNames.labels]: (addLabels ?? removeLabels)?.join(", "),
  };
  for (const [name, value] of Object.entries(chosen)) if (value) query.set(name, value);
  for (const courseId of courseIds) query.append(choiceNames.courses, courseId);
  return String(query);
}

/** What the pages call the act that takes another back. */
function takesBackAs({ action, unitId, addRole, addLabels }: TakeBack): PeopleAct {
  if (action === "place") return unitId ? "move_to_unit" : "remove_from_group";
  if (action === "change_roles") return addRole ? "add_role" : "remove_role";
  if (action === "label") return addLabels ? "add_labels" : "remove_labels";
  return action;
}
