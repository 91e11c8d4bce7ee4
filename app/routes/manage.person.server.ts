import type { AppLoadContext } from "@remix-run/cloudflare";
import type { PageContext } from "../../worker/web";
import type { PickerOption, PickerPage } from "../components/ui/picker";
import { pickerPage } from "./manage.offer.server";

type Person = Awaited<ReturnType<PageContext["useCases"]["viewMember"]>>;

/** The person of the path, as the asker sees them; a page that is not there for anybody else. */
export async function personOf(context: AppLoadContext, membershipId: string | undefined): Promise<Person> {
  const found = await context.attempt(() =>
    context.useCases.viewMember({ membershipId: membershipId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  return found.value;
}

/** What a person is called in titles. */
export function whoIs({ firstName, lastName, email }: Pick<Person, "firstName" | "lastName" | "email">) {
  return `${firstName} ${lastName}`.trim() || email || "";
}

export interface PlacePages {
  unit: PickerPage;
  group: PickerPage;
}

/** As many are listed; more are found by a search. */
const listed = 200;
const nothing: PickerPage = { options: [], nextCursor: null };

/** The units and groups that a person may be put into, as pickers begin. */
export async function placePages(context: AppLoadContext, units: boolean): Promise<PlacePages> {
  const page = async (kind: "unit" | "group") => {
    const found = await context.attempt(() => context.useCases.findPlaces({ kind, limit: listed }));
    return found.ok ? pickerPage(found.value) : nothing;
  };
  const [unit, group] = await Promise.all([units ? page("unit") : nothing, page("group")]);
  return { unit, group };
}

/** Chosen places in words again, for a form that comes back. */
export async function placesAgain(
  context: AppLoadContext,
  kind: "unit" | "group",
  ids: readonly string[],
): Promise<PickerOption[]> {
  if (ids.length === 0) return [];
  const found = await context.attempt(() => context.useCases.findPlaces({ kind, ids: ids.slice(0, 50) }));
  return found.ok ? [...pickerPage(found.value).options] : [];
}

/** A place that is known by name alone, as a picker takes it. */
export function plainOption({ id, name }: { id: string; name: string }): PickerOption {
  return { id, label: name, hint: "", depth: 0, follows: [] };
}
