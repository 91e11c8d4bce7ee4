import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { PageError } from "../../worker/web";
import type { CourseValues } from "../components/courses/course-form";
import type { FoundPerson } from "../components/courses/people-finder";
import { minorUnits } from "../components/courses/price";
import type { SessionValues } from "../components/courses/session-form";
import type { ManageMessages } from "../messages/manage/en";
import { fieldErrors, type Inside, insideOf } from "./manage.guard.server";

/** Who asks, if they see courses at all. */
export function insideCourses(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  if (!inside.member.mayInPart.includes("course.view")) throw redirect(`${inside.base}/start`);
  return inside;
}

/** The course of the path; what is not there is 404. */
export async function courseOf(context: AppLoadContext, courseId: string | undefined) {
  return found(await context.attempt(() => context.useCases.viewCourse({ courseId: courseId ?? "" })));
}

/** The session of the path. */
export async function sessionOf(context: AppLoadContext, sessionId: string | undefined) {
  return found(
    await context.attempt(() => context.useCases.viewCourseSession({ sessionId: sessionId ?? "" })),
  );
}

/** The value, or the page that says why there is none. */
export function found<Value>(attempt: { ok: true; value: Value } | { ok: false; error: PageError }): Value {
  if (attempt.ok) return attempt.value;
  throw new Response(null, { status: attempt.error.status === 422 ? 404 : attempt.error.status });
}

export const currencies = Intl.supportedValuesOf("currency");
/** What most workspaces have prices in; the rest of the world comes after. */
const usual = ["EUR", "USD", "GBP", "CHF"];
export const currencyChoices = [...usual, ...currencies.filter((code) => !usual.includes(code))];

/** Languages that people learn in, by tag; the form names them in English. */
const taught =
  "ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh".split(
    " ",
  );

/** The languages of a course to choose from, by name, with the one that it has. */
export function languageChoices(current: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  const tags = current === "" || taught.includes(current) ? taught : [current, ...taught];
  return tags
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
}

/** "1.5" as minutes; null for what is no length. */
function minutesOf(hours: string): number | null {
  const text = hours.replace(",", ".");
  return /^\d{1,4}(?:\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 60) || null : null;
}

/** The other way round, for the form. */
export function hoursText(minutes: number | null): string {
  return minutes === null ? "" : String(Math.round((minutes / 60) * 100) / 100);
}

export function courseValues(form: FormData): CourseValues {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    title: text("title"),
    summary: text("summary"),
    description: text("description"),
    status: text("status") || "draft",
    visibility: text("visibility") || "private",
    amount: text("amount").trim(),
    currency: text("currency") || "EUR",
    topic: text("topic").trim(),
    language: text("language"),
    hours: text("hours").trim(),
  };
}

/** The values as the use case takes them; a price or a length that is none is refused here, by its field. */
export function courseInput(manage: ManageMessages, values: CourseValues) {
  const { amount, currency, hours, topic, language, ...rest } = values;
  const minor = amount === "" ? null : currencies.includes(currency) ? minorUnits(amount, currency) : null;
  const durationMinutes = hours === "" ? null : minutesOf(hours);
  const { amountWrong, hoursWrong } = manage.courses.fields;
  const errors = {
    ...(amount !== "" && minor === null && { amount: amountWrong }),
    ...(hours !== "" && durationMinutes === null && { hours: hoursWrong }),
  };
  const input = {
    ...rest,
    topic: topic || null,
    language: language || null,
    durationMinutes,
    price: minor === null ? null : { amount: minor, currency },
  };
  return { input, errors: Object.keys(errors).length > 0 ? errors : null };
}

/** Refusals of the price stand beside its amount, those of the length beside its hours. */
export function courseErrors(manage: ManageMessages, error: PageError) {
  return fieldErrors(manage, error, { price: "amount", durationMinutes: "hours" });
}

export function sessionValues(form: FormData): SessionValues {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  return {
    title: text("title"),
    startsAt: text("startsAt"),
    endsAt: text("endsAt"),
    timeZone: text("timeZone"),
    place: text("place"),
    link: text("link"),
    seats: text("seats"),
    groupId: text("groupId"),
  };
}

export function sessionInput({ groupId: _, seats, place, link, ...values }: SessionValues) {
  return { ...values, place: place || null, link: link || null, seats: seats === "" ? null : Number(seats) };
}

/** Zones of the server: a browser may know others, and both have to render the same. */
export function zonesWith(timeZone: string): string[] {
  return [...new Set([timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** Groups and units of the asker's part, to choose from. */
export async function placeChoices(context: AppLoadContext, { member, workspace }: Inside) {
  if (!member.mayInPart.includes("people.view")) return { groups: [], units: [] };
  const [groups, units] = await Promise.all([
    context.useCases.listGroups({}),
    workspace.policies["units.enabled"] ? context.useCases.listUnits({}) : { units: [] },
  ]);
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return { groups: groups.groups.map(option), units: units.units.map(option) };
}

const shown = 10;

/** People who have joined and match what was searched for; null where nothing was. */
export async function findPeople(
  context: AppLoadContext,
  { member }: Inside,
  request: Request,
): Promise<{ q: string; people: FoundPerson[] | null; more: boolean }> {
  const q = new URL(request.url).searchParams.get("find")?.trim() ?? "";
  if (!q || !member.mayInPart.includes("people.view")) return { q, people: null, more: false };
  const page = await context.useCases.listPeople({
    q: q.slice(0, 200),
    status: "active",
    limit: shown,
    chips: false,
  });
  const people = page.rows.map(({ id, name, email }) => ({ id, name, email }));
  return { q, people, more: page.nextCursor !== null };
}
