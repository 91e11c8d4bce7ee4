import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { PartLine } from "../components/part-line";
import { Button, LinkButton } from "../components/ui/button";
import { Checkbox } from "../components/ui/checkbox";
import { Day } from "../components/ui/day";
import { EmptyState } from "../components/ui/empty-state";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Cell, HeadCell, Person, Row, Table, TableHead } from "../components/ui/table";
import { TextField } from "../components/ui/text-field";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { access, leaving } from "../messages/manage/en/access";
import { acts, people } from "../messages/manage/en/people";
import { useHydrated } from "../request";
import { dayOf, fieldErrors, insideOf } from "./manage.guard.server";

const sections = { access, acts, leaving, people };

const form = "leaving";

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const cursor = new URL(request.url).searchParams.get("cursor");
  const found = await context.attempt(() => context.useCases.listLeaving({ ...(cursor && { cursor }) }));
  if (!found.ok) {
    if (found.error.code === "VALIDATION_FAILED") throw redirect(`${base}/people/leaving`);
    throw new Response(null, { status: found.error.status });
  }
  return {
    base,
    workspace: workspace.name,
    zone: workspace.timeZone,
    today: dayOf(context.now, workspace.timeZone),
    ...found.value,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  insideOf(context, request);
  const sent = await request.formData();
  const membershipIds = sent.getAll("ids").map(String);
  const accessEndsOn = String(sent.get("accessEndsOn") ?? "");
  const refuse = (errors: Record<string, string>, status: number) =>
    data({ errors, counts: null }, { status });
  if (membershipIds.length === 0) return refuse({ "": manage.leaving.nobody }, 422);
  const done = await context.attempt(() => context.useCases.extendAccess({ membershipIds, accessEndsOn }));
  if (!done.ok) return refuse(fieldErrors(manage, done.error), done.error.status);
  const counts: Record<string, number> = {};
  for (const { outcome } of done.value.results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return data({ errors: null, counts });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.people.leaving} · ${found?.workspace ?? ""}` }];
};

/** What became of each of the chosen, counted. */
function Outcomes({ counts }: { counts: Record<string, number> }) {
  const manage = useManage(sections);
  const words = manage.leaving.outcomes;
  const told = Object.keys(words) as (keyof typeof words)[];
  const all = Object.keys(counts).every((outcome) => outcome === "extended");
  return (
    <Notice tone={all ? "ok" : "info"}>
      {told
        .flatMap((outcome) => (counts[outcome] ? [words[outcome]({ count: counts[outcome] })] : []))
        .join(" ")}
    </Notice>
  );
}

/** Whose access ends soon, and a later day for those who stay. */
export default function Leaving() {
  const manage = useManage(sections);
  const { base, rows, nextCursor, zone, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const words = manage.leaving;
  const here = `${base}/people/leaving`;
  const some = rows.some(({ mayExtend }) => mayExtend);
  return (
    <>
      <PageHeader
        title={manage.people.leaving}
        description={words.lead}
        back={
          <Link to={`${base}/people`} className="link">
            {manage.acts.back}
          </Link>
        }
      />
      <PartLine />
      {answer?.counts && <Outcomes counts={answer.counts} />}
      <ErrorSummary errors={answer?.errors ?? undefined} />
      {rows.length === 0 ? (
        <EmptyState
          title={nextCursor ? words.keepLooking : words.empty}
          actions={
            nextCursor && (
              <LinkButton to={`${here}?cursor=${encodeURIComponent(nextCursor)}`}>{words.next}</LinkButton>
            )
          }
        />
      ) : (
        <>
          {some && (
            <Form method="post" id={form} className="flex flex-wrap items-end gap-3" noValidate={hydrated}>
              <TextField
                name="accessEndsOn"
                type="date"
                label={manage.access.day}
                min={today}
                max="2099-12-31"
                required
                error={answer?.errors?.accessEndsOn}
                className="max-w-56"
                title={zone}
              />
              <Button type="submit" variant="primary" pending={busy}>
                {words.extend}
              </Button>
            </Form>
          )}
          <Table caption={manage.people.leaving}>
            <TableHead>
              {some && (
                <HeadCell>
                  <VisuallyHidden>{words.choose}</VisuallyHidden>
                </HeadCell>
              )}
              <HeadCell>{words.person}</HeadCell>
              <HeadCell sort="ascending">{words.until}</HeadCell>
              <HeadCell>{words.afterwards}</HeadCell>
              <HeadCell>
                <VisuallyHidden>{words.extendOne}</VisuallyHidden>
              </HeadCell>
            </TableHead>
            <tbody>
              {rows.map((row) => {
                const who = row.name || row.email || "";
                return (
                  <Row key={row.id}>
                    {some && (
                      <Cell part="tick">
                        {row.mayExtend && (
                          <Checkbox
                            name="ids"
                            id={`pick-${row.id}`}
                            value={row.id}
                            form={form}
                            hideLabel
                            label={words.pick({ who })}
                          />
                        )}
                      </Cell>
                    )}
                    <Cell>
                      <Person
                        name={row.name}
                        address={row.email}
                        link={(title) => (
                          <Link to={`${base}/people/${row.id}`} className="hover:underline">
                            {title}
                          </Link>
                        )}
                      />
                    </Cell>
                    <Cell label={words.until}>
                      <Day day={row.accessEndsOn} />
                    </Cell>
                    <Cell label={words.afterwards}>{words.thenWords[row.accessEndDoes]}</Cell>
                    <Cell part="menu">
                      {row.mayExtend && (
                        <LinkButton
                          to={`${base}/people/${row.id}/access?returnTo=${encodeURIComponent(here)}`}
                          size="small"
                          aria-label={words.extendOneOf({ who })}
                        >
                          {words.extendOne}
                        </LinkButton>
                      )}
                    </Cell>
                  </Row>
                );
              })}
            </tbody>
          </Table>
          {nextCursor && (
            <LinkButton to={`${here}?cursor=${encodeURIComponent(nextCursor)}`}>{words.next}</LinkButton>
          )}
        </>
      )}
    </>
  );
}
