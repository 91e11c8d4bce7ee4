import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { type CardTexts, SignInCardSheet } from "../components/people/sign-in-card";
import { Button } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { messagesFor } from "../messages/all.server";
import { acts } from "../messages/manage/en/people";
import { cards } from "../messages/manage/en/set-up";
import { useHydrated } from "../request";
import { errorText, insideOf, redirectWithFlash, returnTo } from "./manage.guard.server";
import { squaresOf } from "./manage.squares.server";

const sections = { acts, cards };

interface Answer {
  cards: (CardTexts & { id: string })[];
  skipped: { name: string; why: string }[];
}

/** Cards are made by a post and shown in its answer: there is nothing to get a second time. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  return { base, workspace: workspace.name };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, base } = insideOf(context, request);
  const form = await request.formData();
  const group = form.get("group");
  const made = await context.attempt(() =>
    context.useCases.makeSignInCards(
      group === null ? { membershipIds: form.getAll("person").map(String) } : { groupId: String(group) },
    ),
  );
  if (!made.ok) {
    // Nobody to make a card for is an answer, not a page that is missing.
    if (group !== null && made.error.code === "NOT_FOUND") {
      return data<Answer>({ cards: [], skipped: [] });
    }
    if (made.error.status === 403) throw new Response(null, { status: 403 });
    return redirectWithFlash(context, returnTo(form, base, `${base}/people`), {
      kind: "error",
      text: errorText(manage, made.error),
    });
  }
  const { cards, skipped, expiresAt } = made.value;
  // In the language of the workspace: whoever gets the card has never been here.
  const { print } = messagesFor(context, workspace.language).card;
  const address = `${context.origin}/w/${workspace.slug}/card`;
  const day = new Intl.DateTimeFormat(workspace.language === "en" ? "en-GB" : workspace.language, {
    dateStyle: "long",
    timeZone: workspace.timeZone,
  }).format(expiresAt);
  return data<Answer>({
    cards: cards.map(({ membershipId, name, username, code }) => ({
      id: membershipId,
      language: workspace.language,
      heading: print.heading({ workspace: workspace.name }),
      name,
      scan: print.scan,
      address: address.replace(/^https?:\/\//, ""),
      username: { label: print.username, value: username },
      code: { label: print.code, value: code },
      once: print.once({ day }),
      squares: squaresOf(`${address}?name=${encodeURIComponent(username)}&code=${code}`),
    })),
    skipped: skipped.map(({ name, reason }) => ({ name, why: manage.cards.reasons[reason] })),
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).cards.group} · ${found?.workspace ?? ""}` },
];

/** A sheet of sign-in cards, for the printer (F146). */
export default function Cards() {
  const manage = useManage(sections);
  const { base } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const words = manage.cards;
  const hydrated = useHydrated();
  const { cards, skipped } = answer ?? { cards: [], skipped: [] };
  return (
    <>
      <div data-screen-only className="grid gap-4">
        <PageHeader
          title={cards.length > 0 ? words.title({ count: cards.length }) : words.group}
          description={cards.length > 0 ? words.lead : undefined}
          back={
            <Link to={`${base}/people`} className="link">
              {manage.acts.back}
            </Link>
          }
        />
        {cards.length > 0 &&
          (hydrated ? (
            <div>
              <Button variant="primary" onClick={() => window.print()}>
                {words.print}
              </Button>
            </div>
          ) : (
            <p>{words.printHint}</p>
          ))}
      </div>
      {cards.length === 0 && skipped.length === 0 && (
        <EmptyState title={answer ? words.noneTitle : words.goneTitle}>
          {answer ? words.none : words.gone}
        </EmptyState>
      )}
      {cards.length > 0 && (
        <div className="grid gap-4 md:grid-cols-2 print:grid-cols-2">
          {cards.map(({ id, ...texts }) => (
            <SignInCardSheet key={id} {...texts} />
          ))}
        </div>
      )}
      {skipped.length > 0 && (
        <div data-screen-only>
          <Section title={words.skipped}>
            <ul className="grid gap-1">
              {skipped.map(({ name, why }) => (
                <li key={`${name} ${why}`}>
                  <span className="font-medium">{name}</span> {why}
                </li>
              ))}
            </ul>
          </Section>
        </div>
      )}
    </>
  );
}
