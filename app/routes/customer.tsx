import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { CustomerFrame } from "../components/customer-frame";
import { Button, buttonClass, LinkButton } from "../components/ui/button";
import { Chip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { TextField } from "../components/ui/text-field";
import { Time } from "../components/ui/time";
import { customerFrame, insideCustomer, refusePage } from "../customer";
import { useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { customer } from "../messages/manage/en/customer";
import { useHydrated } from "../request";
import { fieldErrors, redirectWithFlash, takeFlash } from "./manage.guard.server";

const sections = { customer };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const inside = insideCustomer(context, request);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const viewed = await context.attempt(() =>
    context.useCases.viewCustomer({ customerId: inside.customer.id, cursor }),
  );
  if (!viewed.ok) throw new Response(null, { status: viewed.error.status });
  const { flash, forget } = takeFlash(context);
  return data(
    {
      frame: customerFrame(context, inside, flash),
      page: viewed.value,
      deeper: cursor !== undefined,
      paths: { home: inside.path(), make: inside.path("/new-workspace") },
    },
    { headers: forget },
  );
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { customer, path } = insideCustomer(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const intent = text("intent");
  const customerId = customer.id;
  const acts = {
    rename: () => context.useCases.renameCustomer({ customerId, name: text("name") }),
    add: () => context.useCases.addCustomerAdmin({ customerId, email: text("email") }),
    remove: () => context.useCases.removeCustomerAdmin({ customerId, email: text("admin") }),
  };
  if (intent !== "rename" && intent !== "add" && intent !== "remove") {
    throw new Response(null, { status: 400 });
  }
  const done = await context.attempt<{ name?: string; email?: string }>(acts[intent]);
  if (!done.ok) {
    const { error } = done;
    if (error.code !== "LAST_ADMIN") refusePage(error);
    const errors =
      error.code === "LAST_ADMIN"
        ? { "": manage.customer.lastAdmin }
        : fieldErrors(manage, error, intent === "remove" ? { email: "" } : {});
    return data<Answer>(
      { intent, errors, typed: intent === "rename" ? text("name") : text("email") },
      error.status,
    );
  }
  const who = done.value.name ?? done.value.email ?? "";
  const kind = {
    rename: "customerRenamed",
    add: "customerAdminAdded",
    remove: "customerAdminRemoved",
  } as const;
  return redirectWithFlash(context, path(), { kind: kind[intent], who });
}

/** What the action answers where it does not lead on. */
interface Answer {
  intent: "rename" | "add" | "remove";
  errors: Record<string, string>;
  typed: string;
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: found?.page.customer.name ?? "" },
];

/** The level above workspaces: all of them with their numbers, and who administers the customer. */
export default function CustomerPage() {
  const { frame } = useLoaderData<typeof loader>();
  return (
    <CustomerFrame frame={frame}>
      <Level />
    </CustomerFrame>
  );
}

function Level() {
  const words = useManage(sections).customer;
  const { page, paths } = useLoaderData<typeof loader>();
  const answer = useActionData() as Answer | undefined;
  return (
    <>
      <PageHeader
        title={page.customer.name}
        description={words.lead}
        actions={
          <LinkButton to={paths.make} variant="primary">
            {words.create}
          </LinkButton>
        }
      />
      <ErrorSummary errors={answer?.errors} />
      <Workspaces />
      <Admins />
      <Section title={words.nameTitle}>
        <NameForm />
      </Section>
      <History />
    </>
  );
}

function Workspaces() {
  const words = useManage(sections).customer;
  const { page, paths, deeper } = useLoaderData<typeof loader>();
  const { workspaces, nextCursor } = page;
  if (workspaces.length === 0) {
    return (
      <EmptyState title={words.none} actions={<LinkButton to={paths.make}>{words.create}</LinkButton>}>
        {words.noneLead}
      </EmptyState>
    );
  }
  const further = (cursor: string) => `${paths.home}${paths.home.includes("?") ? "&" : "?"}cursor=${cursor}`;
  return (
    <Section title={words.workspaces}>
      <Table caption={words.workspaces}>
        <TableHead>
          <HeadCell>{words.workspace}</HeadCell>
          <HeadCell>{words.people}</HeadCell>
          <HeadCell>{words.invited}</HeadCell>
          <HeadCell>{words.since}</HeadCell>
        </TableHead>
        <tbody>
          {workspaces.map(({ slug, name, status, active, pending, createdAt, mine }) => (
            <Row key={slug}>
              <Cell>
                <div className="flex flex-wrap items-center gap-x-2">
                  {mine ? (
                    <Link to={`/w/${slug}`} reloadDocument className="link font-medium wrap-anywhere">
                      {name}
                    </Link>
                  ) : (
                    <span className="font-medium wrap-anywhere">{name}</span>
                  )}
                  {status === "suspended" && <Chip>{words.suspended}</Chip>}
                </div>
                <div className="text-sm wrap-anywhere text-muted">
                  {mine ? `/w/${slug}` : `/w/${slug} · ${words.notYours}`}
                </div>
              </Cell>
              <Cell label={words.people} className="tabular-nums">
                {active.toLocaleString("en")}
              </Cell>
              <Cell label={words.invited} className="tabular-nums">
                {pending.toLocaleString("en")}
              </Cell>
              <Cell label={words.since}>
                <Time at={createdAt} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {(nextCursor || deeper) && (
        <nav aria-label={words.workspaces} className="flex gap-2">
          {deeper && (
            <LinkButton to={paths.home} size="small" rel="first">
              {words.newest}
            </LinkButton>
          )}
          {nextCursor && (
            <LinkButton to={further(nextCursor)} size="small" rel="next">
              {words.older}
            </LinkButton>
          )}
        </nav>
      )}
    </Section>
  );
}

function Admins() {
  const words = useManage(sections).customer;
  const { page } = useLoaderData<typeof loader>();
  const answer = useActionData() as Answer | undefined;
  const hydrated = useHydrated();
  const busy = useNavigation().formData?.get("intent") === "add";
  const { admins, customer } = page;
  const mistaken = answer?.intent === "add" ? answer : undefined;
  return (
    <Section title={words.admins({ customer: customer.name })} description={words.adminsLead}>
      <ul className="border-t border-line">
        {admins.map(({ email, name, you }) => (
          <li
            key={email}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b border-line py-2"
          >
            <div className="min-w-0">
              <span className="font-medium wrap-anywhere">{name || email}</span>
              {you && <span className="text-muted"> ({words.you})</span>}
              {name && <div className="text-sm wrap-anywhere text-muted">{email}</div>}
            </div>
            {admins.length === 1 ? (
              <p className="text-sm text-muted">{words.last}</p>
            ) : (
              <details className="text-sm">
                <summary className={buttonClass({ variant: "quiet", size: "small" })}>{words.remove}</summary>
                <Form method="post" className="grid gap-2 py-2" preventScrollReset>
                  <input type="hidden" name="admin" value={email} />
                  <p className="text-muted">{words.removeNote}</p>
                  <Button type="submit" name="intent" value="remove" variant="danger" size="small">
                    {you ? words.removeSelf : words.removeOther({ name: name || email })}
                  </Button>
                </Form>
              </details>
            )}
          </li>
        ))}
      </ul>
      <Form method="post" className="grid max-w-xl justify-items-start gap-3" noValidate={hydrated}>
        <div className="w-full">
          <TextField
            name="email"
            type="email"
            label={words.addEmail}
            hint={words.addHint}
            required
            autoComplete="off"
            maxLength={254}
            error={mistaken?.errors.email}
            defaultValue={mistaken?.typed}
          />
        </div>
        <Button type="submit" name="intent" value="add" pending={busy}>
          {words.add}
        </Button>
      </Form>
    </Section>
  );
}

function NameForm() {
  const words = useManage(sections).customer;
  const { page } = useLoaderData<typeof loader>();
  const answer = useActionData() as Answer | undefined;
  const hydrated = useHydrated();
  const mistaken = answer?.intent === "rename" ? answer : undefined;
  return (
    <Form method="post" className="grid max-w-xl justify-items-start gap-3" noValidate={hydrated}>
      <div className="w-full">
        <TextField
          name="name"
          label={words.name}
          hint={words.nameHint}
          required
          autoComplete="off"
          maxLength={100}
          error={mistaken?.errors.name}
          defaultValue={mistaken?.typed ?? page.customer.name}
        />
      </div>
      <Button type="submit" name="intent" value="rename">
        {words.rename}
      </Button>
    </Form>
  );
}

function History() {
  const words = useManage(sections).customer;
  const { page } = useLoaderData<typeof loader>();
  return (
    <Section title={words.history}>
      {page.events.length === 0 ? (
        <p className="text-muted">{words.historyNone}</p>
      ) : (
        <ul className="border-t border-line">
          {page.events.map(({ id, at, action, actor, subject, details }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-2">
              <span className="min-w-0 wrap-anywhere">
                {words.events[action]({
                  who: actor ?? words.house,
                  whom: subject ?? words.somebody,
                  before: details.before ?? "",
                  after: details.after ?? "",
                  name: details.name ?? "",
                })}
              </span>
              <span className="text-sm text-muted">
                <Time at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
