import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { LinkDetail } from "../../worker/domain/registering/link-view";
import type { PageError } from "../../worker/web";
import type { LinkChoices, LinkValues } from "../components/registering/link-form";
import type { PickerOption } from "../components/ui/picker";
import type { ManageMessages } from "../messages/manage/en";
import { found } from "./manage.courses.server";
import { dayOf, fieldErrors, type Inside, insideOf } from "./manage.guard.server";
import { pickerPage } from "./manage.offer.server";

/** Who asks, if they manage registrations of some part at all. */
export function insideLinks(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  if (!inside.member.mayInPart.includes("registration.manage")) throw redirect(`${inside.base}/start`);
  return inside;
}

/** The link of the path; what is not there is 404. */
export async function linkOf(context: AppLoadContext, linkId: string | undefined): Promise<LinkDetail> {
  return found(await context.attempt(() => context.useCases.viewRegistrationLink({ linkId: linkId ?? "" })));
}

export async function linkChoices(
  context: AppLoadContext,
  { base, workspace }: Inside,
): Promise<LinkChoices> {
  const form = await context.useCases.viewLinkForm({});
  return {
    pages: {
      unit: pickerPage(form.units),
      group: pickerPage(form.groups),
      courses: pickerPage(form.courses),
    },
    severalUnits: form.severalUnits,
    source: `${base}/registration-links/choices`,
    timeZone: workspace.timeZone,
    today: dayOf(context.now, workspace.timeZone),
  };
}

export const noLink: LinkValues = {
  name: "",
  maxUses: "",
  endsOn: "",
  domains: "",
  unit: [],
  group: [],
  courses: [],
};

const plain = (id: string, label: string): PickerOption => ({ id, label, hint: "", depth: 0, follows: [] });

/** A link as the form of its change begins. */
export function linkValues({ name, maxUses, endsOn, domains, places }: LinkDetail): LinkValues {
  const of = (kind: "unit" | "group" | "course") =>
    places.flatMap((place) => (place.kind === kind ? plain(place.id, place.name) : []));
  return {
    name,
    maxUses: maxUses === null ? "" : String(maxUses),
    endsOn: endsOn ?? "",
    domains: domains.join("\n"),
    unit: of("unit"),
    group: of("group"),
    courses: of("course"),
  };
}

const idsOf = (form: FormData, name: string) => form.getAll(name).map(String).filter(Boolean);
const textOf = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

/** What a form says of a link, as the use cases take it; a number that is none is refused by its field. */
export function linkInput(form: FormData) {
  const maxUses = textOf(form, "maxUses").replace(/[\s.,'’]/g, "");
  return {
    name: String(form.get("name") ?? ""),
    maxUses: maxUses === "" ? null : /^\d+$/.test(maxUses) ? Number(maxUses) : maxUses,
    endsOn: textOf(form, "endsOn") || null,
    unitIds: idsOf(form, "unitIds"),
    groupIds: idsOf(form, "groupIds"),
    courseIds: idsOf(form, "courseIds"),
    domains: textOf(form, "domains")
      .split(/[\s,;]+/)
      .filter(Boolean),
  };
}

export function linkErrors(manage: ManageMessages, error: PageError): Record<string, string> {
  const errors = fieldErrors(manage, error);
  const wrong = error.errors.some(({ path, code }) => path === "maxUses" && code !== "day_over");
  return wrong ? { ...errors, maxUses: manage.links.fields.maxUsesWrong } : errors;
}

/** What was typed and picked, in words again, for a form that comes back. */
export async function linkAgain(context: AppLoadContext, form: FormData): Promise<LinkValues> {
  const picked = async (kind: "unit" | "group" | "course") => {
    const ids = idsOf(form, `${kind}Ids`).slice(0, 50);
    if (ids.length === 0) return [];
    const page = await context.attempt(() => context.useCases.findLinkPlaces({ kind, ids }));
    return page.ok ? pickerPage(page.value).options : [];
  };
  const [unit, group, courses] = await Promise.all([picked("unit"), picked("group"), picked("course")]);
  return {
    name: String(form.get("name") ?? ""),
    maxUses: textOf(form, "maxUses"),
    endsOn: textOf(form, "endsOn"),
    domains: String(form.get("domains") ?? ""),
    unit,
    group,
    courses,
  };
}
