import type { AppLoadContext } from "@remix-run/cloudflare";
import type { PageContext } from "../../worker/web";
import type { ResultLine } from "../components/people/invite-results";
import { manageOf } from "../manage-words.server";
import { fill } from "../terms";

type Listed = Awaited<ReturnType<PageContext["useCases"]["inviteFromSession"]>>["people"];

/** Places that an address names, as if they had been picked in the form. */
export function placesIn(query: URLSearchParams): FormData {
  const picked = new FormData();
  for (const name of ["unitIds", "groupIds"]) {
    for (const id of query.getAll(name)) picked.append(name, id);
  }
  return picked;
}

/** What became of each, for the page, and what goes back into the form. */
export function linesOf(context: AppLoadContext, people: Listed): { lines: ResultLine[]; left: string[] } {
  const manage = manageOf(context);
  const say = (sentence: string) => fill(sentence, context.terms("en"));
  const lines = people.map(({ display, firstName, lastName, result }): ResultLine => {
    const { invitation, error } = result;
    const { membershipId, invitationId } = (error?.details.params ?? {}) as Record<string, string | null>;
    return {
      address: display,
      name: `${firstName} ${lastName}`.trim(),
      code: error?.code ?? "",
      message: error
        ? say(error.details.errors?.[0]?.message ?? manage.errors[error.code] ?? manage.errorOther)
        : "",
      personId: invitation?.userId ?? membershipId ?? null,
      invitationId: invitation?.id ?? invitationId ?? null,
    };
  });
  return { lines, left: people.filter(({ result }) => result.error).map(({ text }) => text) };
}
