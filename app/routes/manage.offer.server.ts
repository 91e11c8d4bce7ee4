import type { PageContext, PageError } from "../../worker/web";
import type { OfferChoices, OfferValues, Picked } from "../components/people/offer-fields";
import type { PickerOption, PickerPage } from "../components/ui/picker";
import { dayOf } from "./manage.guard.server";

type Form = Awaited<ReturnType<PageContext["useCases"]["viewInviteForm"]>>;
type Page = Form["units"];
type Choice = Page["options"][number];

const fields = { unit: "unitIds", group: "groupIds", courses: "courseIds", sessions: "sessionIds" } as const;
const kinds = { unit: "unit", group: "group", courses: "course", sessions: "session" } as const;

/** Something to pick in words: what it lies in, and when a session is. */
function optionOf({ id, name, of, depth, follows, startsAt, timeZone }: Choice): PickerOption {
  const when =
    startsAt === null
      ? []
      : [
          new Intl.DateTimeFormat("en-GB", {
            dateStyle: "medium",
            timeStyle: "short",
            timeZone: timeZone ?? "UTC",
          }).format(startsAt),
        ];
  return { id, label: name, hint: [...of, ...when].join(" › "), depth, follows };
}

export function pickerPage({ options, nextCursor }: Page): PickerPage {
  return { options: options.map(optionOf), nextCursor };
}

export function offerChoices(form: Form, base: string, timeZone: string, now: number): OfferChoices {
  return {
    asked: form.asked,
    required: form.required,
    severalUnits: form.severalUnits,
    pages: {
      unit: pickerPage(form.units),
      group: pickerPage(form.groups),
      courses: pickerPage(form.courses),
      sessions: pickerPage(form.sessions),
    },
    source: `${base}/people/invite/choices`,
    fields: form.fields,
    labels: form.labels,
    today: dayOf(now, timeZone),
    timeZone,
  };
}

/** What an open invitation offers, as the form of its edit begins. */
export function offeredValues({ offered, groups }: Form): OfferValues | null {
  if (!offered) return null;
  const plain = (id: string, label: string): PickerOption => ({ id, label, hint: "", depth: 0, follows: [] });
  const known = new Map(groups.options.map((group) => [group.id, optionOf(group)]));
  return {
    unit: offered.units.map(({ id, name }) => plain(id, name)),
    group: offered.groups.map(({ id, name }) => known.get(id) ?? plain(id, name)),
    courses: offered.courses.map(({ id, title }) => plain(id, title)),
    sessions: offered.sessions.map(({ id, title }) => plain(id, title)),
    accessEndsOn: offered.accessEndsOn ?? "",
    labels: offered.labels.join(", "),
    custom: offered.customFields,
  };
}

/** The offer of a form as the use cases take it: of what the form showed, and of nothing else. */
export function readOffer(form: FormData) {
  const shown = form.getAll("offers").map(String);
  const ids = (name: string) => form.getAll(name).map(String).filter(Boolean);
  const text = (name: string) => String(form.get(name) ?? "").trim();
  return {
    ...(shown.includes("unit") ? { unitIds: ids("unitIds") } : {}),
    ...(shown.includes("group") ? { groupIds: ids("groupIds") } : {}),
    ...(shown.includes("courses") ? { courseIds: ids("courseIds") } : {}),
    ...(shown.includes("sessions") ? { sessionIds: ids("sessionIds") } : {}),
    ...(shown.includes("access_ends_on") ? { accessEndsOn: text("accessEndsOn") || null } : {}),
    ...(shown.includes("labels")
      ? {
          labels: text("labels")
            .split(",")
            .map((label) => label.trim())
            .filter(Boolean),
        }
      : {}),
    ...(shown.includes("custom") ? { customFields: customOf(form) } : {}),
  };
}

function customOf(form: FormData): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const [name, value] of form) {
    if (name.startsWith("custom.")) answers[name.slice("custom.".length)] = String(value);
  }
  return answers;
}

/** What was typed and picked, in words again, for a form that comes back. */
export async function offerAgain(context: PageContext, form: FormData): Promise<OfferValues> {
  const picked = await Promise.all(
    (Object.keys(fields) as (keyof Picked)[]).map(async (field) => {
      const ids = form.getAll(fields[field]).map(String).filter(Boolean).slice(0, 50);
      if (ids.length === 0) return [field, []] as const;
      const found = await context.attempt(() => context.useCases.findOfferable({ kind: kinds[field], ids }));
      return [field, found.ok ? found.value.options.map(optionOf) : []] as const;
    }),
  );
  return {
    // One entry for each field of `fields`, which the type of the entries does not say.
    ...(Object.fromEntries(picked) as unknown as Picked),
    accessEndsOn: String(form.get("accessEndsOn") ?? ""),
    labels: String(form.get("labels") ?? ""),
    custom: customOf(form),
  };
}

/** Names of the form's fields for the use cases' paths. */
export const offerFields = { unitId: "unitIds" } as const;

/** Refusals of the workspace's own fields, each at its own. */
export function customErrors({ errors }: PageError): Record<string, string> {
  return Object.fromEntries(
    errors
      .filter(({ path }) => path.startsWith("customFields."))
      .map(({ path, message }) => [`custom.${path.slice("customFields.".length)}`, message]),
  );
}

/** What a picker searches, by its address. Throws 404 for a kind that is none of these. */
export function choicesAsked<Kind extends string>(request: Request, kinds: readonly Kind[]) {
  const query = new URL(request.url).searchParams;
  const kind = kinds.find((one) => one === query.get("kind"));
  if (!kind) throw new Response(null, { status: 404 });
  const cursor = query.get("cursor");
  return { kind, q: query.get("q") ?? "", ...(cursor && { cursor }) };
}
