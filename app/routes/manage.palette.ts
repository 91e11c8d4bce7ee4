import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { insideOf } from "./manage.guard.server";

/** How many people the palette shows; the list shows all. */
const shown = 6;

/**
 * What the command palette finds: people of the asker's part by the search of the list, or before anything is typed how
 * many invitations are over and could be sent again.
 */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  if (!member.mayInPart.includes("people.view")) throw new Response(null, { status: 403 });
  const q = new URL(request.url).searchParams.get("q")?.trim().slice(0, 200) ?? "";
  if (q === "") {
    const manages = member.mayInPart.includes("invitation.manage");
    const page = manages ? await context.useCases.listPeople({ limit: 1 }) : null;
    return { q, expired: page?.chips?.expired ?? null, people: [] };
  }
  const { rows } = await context.useCases.listPeople({ q, limit: shown, chips: false });
  return {
    q,
    expired: null,
    people: rows.map(({ id, name, email, username, status }) => ({
      id,
      name,
      address: email ?? username ?? "",
      status,
    })),
  };
}

export type PaletteAnswer = Awaited<ReturnType<typeof loader>>;
