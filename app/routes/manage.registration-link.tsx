import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { LinkStatus, LinkUses } from "../components/registering/link-state";
import { RegistrationTable } from "../components/registering/registration-table";
import { Button, LinkButton } from "../components/ui/button";
import { CopyField } from "../components/ui/copy-field";
import { Day } from "../components/ui/day";
import { DefinitionList } from "../components/ui/definition-list";
import { EmptyState } from "../components/ui/empty-state";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { QrCode } from "../components/ui/qr-code";
import { Section } from "../components/ui/section";
import { useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { links } from "../messages/manage/en/registering";
import { useHydrated } from "../request";
import { errorText, redirectWithFlash } from "./manage.guard.server";
import { insideLinks, linkOf } from "./manage.links.server";
import { squaresOf } from "./manage.squares.server";

const sections = { links };

/** The latest of those who came by it; the rest is on a page of its own. */
const shown = 10;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideLinks(context, request);
  const link = await linkOf(context, params.linkId);
  const people = await context.useCases.listRegistrations({ linkId: link.id, limit: shown });
  return {
    base,
    workspace: workspace.name,
    keyPage: `${context.origin}/w/${workspace.slug}/register`,
    link,
    squares: squaresOf(link.url),
    people: people.registrations,
    more: people.nextCursor !== null,
  };
}

const acts = {
  pause: ["pauseRegistrationLink", "linkPaused"],
  resume: ["resumeRegistrationLink", "linkResumed"],
  renew: ["renewLinkCode", "linkRenewed"],
} as const;

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideLinks(context, request);
  const linkId = params.linkId ?? "";
  const intent = String((await request.formData()).get("intent"));
  if (!(intent in acts)) throw new Response(null, { status: 400 });
  const [act, kind] = acts[intent as keyof typeof acts];
  const done = await context.attempt(() => context.useCases[act]({ linkId }));
  if (!done.ok && [403, 404].includes(done.error.status)) {
    throw new Response(null, { status: done.error.status });
  }
  return redirectWithFlash(
    context,
    `${base}/registration-links/${linkId}`,
    done.ok ? { kind, who: done.value.name } : { kind: "error", text: errorText(manage, done.error) },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.link.name} · ${data.workspace}` : "" },
];

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

function Act({ intent, children }: { intent: keyof typeof acts; children: ReactNode }) {
  return (
    <Form method="post" preventScrollReset>
      <Button type="submit" name="intent" value={intent}>
        {children}
      </Button>
    </Form>
  );
}

/** The sheet for a wall: on paper nothing else of the page is left. */
function Sheet({ link, squares, workspace }: Pick<Loaded, "link" | "squares" | "workspace">) {
  const { links: words } = useManage(sections);
  const hydrated = useHydrated();
  return (
    <div className="grid content-start justify-items-start gap-3">
      <div className="hidden print:grid print:gap-2">
        <p className="text-2xl font-semibold">{workspace}</p>
        <p>
          {words.printScan} <span className="font-medium wrap-anywhere">{link.url}</span>
        </p>
      </div>
      <QrCode
        squares={squares}
        label={words.qr({ name: link.name })}
        className="size-48 rounded-sm print:size-96"
      />
      <p className="hidden font-mono text-lg print:block">{words.printKey({ code: link.code })}</p>
      <div data-screen-only>
        {hydrated ? (
          <Button onClick={() => window.print()}>{words.print}</Button>
        ) : (
          <p className="text-sm text-muted">{words.printHint}</p>
        )}
      </div>
    </div>
  );
}

function Places({ base, places }: { base: string; places: Loaded["link"]["places"] }) {
  const { links: words } = useManage(sections);
  if (places.length === 0) return <span className="text-muted">{words.nowhere}</span>;
  return (
    <ul>
      {places.map(({ kind, id, name }) => (
        <li key={id}>
          <Link to={`${base}/${kind}s/${id}`} className="wrap-anywhere hover:underline">
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

export default function RegistrationLink() {
  const { links: words } = useManage(sections);
  const { base, workspace, keyPage, link, squares, people, more } = useLoaderData<typeof loader>();
  const here = `${base}/registration-links/${link.id}`;
  const list = `${base}/registrations?link=${link.id}`;
  return (
    <>
      <div data-screen-only className="grid gap-6">
        <PageHeader
          title={link.name}
          description={
            <span className="flex flex-wrap gap-x-3">
              <LinkStatus state={link.state} />
              <span>{words.stateLead[link.state === "deleted" ? "ended" : link.state]}</span>
            </span>
          }
          back={
            <Link to={`${base}/registration-links`} className="link">
              {words.back}
            </Link>
          }
          actions={
            <>
              <LinkButton to={`${here}/edit`}>{words.edit}</LinkButton>
              {link.pausedAt === null ? (
                <Act intent="pause">{words.pause}</Act>
              ) : (
                <Act intent="resume">{words.resume}</Act>
              )}
              <LinkButton to={`${here}/delete`} variant="quiet">
                {words.remove}
              </LinkButton>
            </>
          }
        />
        {link.gone > 0 && <Notice tone="warn">{words.gone({ count: link.gone })}</Notice>}
      </div>
      <div className="ruled border-t border-line pt-6 print:border-0">
        <div className="grid gap-6 md:grid-cols-[minmax(0,1fr)_12rem] print:block">
          <div data-screen-only className="grid content-start gap-4">
            <div className="grid gap-1">
              <h2 className="text-lg font-semibold">{words.pass}</h2>
              <p className="max-w-prose text-muted">{words.passLead}</p>
            </div>
            <CopyField name="url" label={words.url} value={link.url} />
            <CopyField name="code" label={words.code} value={link.code} />
            <CopyField name="keyPage" label={words.keyPage} value={keyPage} />
            {link.asksSecurityCode && link.securityCode && (
              <div className="grid gap-2">
                <CopyField
                  name="securityCode"
                  label={words.securityCode}
                  hint={words.securityLead}
                  value={link.securityCode}
                />
                <div>
                  <Act intent="renew">{words.renew}</Act>
                </div>
              </div>
            )}
          </div>
          <Sheet link={link} squares={squares} workspace={workspace} />
        </div>
      </div>
      <div data-screen-only className="grid gap-6">
        <Section title={words.facts}>
          <DefinitionList
            items={[
              { term: words.columns.uses, value: <LinkUses uses={link.uses} maxUses={link.maxUses} /> },
              { term: words.columns.endsOn, value: link.endsOn ? <Day day={link.endsOn} /> : words.endless },
              { term: words.columns.places, value: <Places base={base} places={link.places} /> },
              {
                term: words.fields.domains,
                value: link.domains.length > 0 ? link.domains.join(", ") : words.domainsAll,
              },
            ]}
          />
        </Section>
        <Section
          title={words.people}
          actions={
            more && (
              <LinkButton to={list} size="small">
                {words.peopleAll}
              </LinkButton>
            )
          }
        >
          {people.length > 0 ? (
            <RegistrationTable base={base} registrations={people} />
          ) : (
            <EmptyState title={words.peopleEmpty} />
          )}
        </Section>
      </div>
    </>
  );
}
