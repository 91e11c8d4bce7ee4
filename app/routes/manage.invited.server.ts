import type { PageContext } from "../../worker/web";
import type { ResultLine } from "../components/people/invite-results";
import { manage } from "../messages/manage/en";

type Listed = Awaited<ReturnType<PageContext["useCases"]["inviteFromSession"]>>["people"];

/** What became of each, for the page, and what goes back into the form. */
export function linesOf(people: Listed): { lines: ResultLine[]; left: string[] } {
  const lines = people.map(({ display, firstName, lastName, result }): ResultLine => {
    const { invitation, error } = result;
    const { membershipId, invitationId } = (error?.details.params ?? {}) as Record<string, string | null>;
    return {
      address: display,
      name: `${firstName} ${lastName}`.trim(),
      code: error?.code ?? "",
      message: error
        ? (error.details.errors?.[0]?.message ?? manage.errors[error.code] ?? manage.errorOther)
        : "",
      personId: invitation?.userId ?? membershipId ?? null,
      invitationId: invitation?.id ?? invitationId ?? null,
    };
  });
  return { lines, left: people.filter(({ result }) => result.error).map(({ text }) => text) };
}
