import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { priceText } from "../components/courses/price";
import { Button, LinkButton } from "../components/ui/button";
import { RadioGroup } from "../components/ui/choice-group";
import { CopyField } from "../components/ui/copy-field";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { StatusBadge } from "../components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses } from "../messages/manage/en/courses";
import { catalog } from "../messages/manage/en/insights";
import { posted } from "../posted";
import { insideCourses } from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { catalog, courses };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideCourses(context, request);
  return {
    base,
    workspace: workspace.name,
    address: `${context.origin}${base}/catalog`,
    sells: context.sells,
    decides: member.may.includes("workspace.manage"),
    counts: member.may.includes("insights.view"),
    ...(await context.useCases.viewCatalogShelf({})),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const mode = String((await request.formData()).get("mode") ?? "");
  const changed = await context.attempt(() =>
    context.useCases.changeWorkspace(
      posted({ policies: { "selfreg.mode": mode, ...(mode !== "off" && { "selfreg.roles": ["learner"] }) } }),
    ),
  );
  if (changed.ok) return redirectWithFlash(context, `${base}/courses/catalog`, { kind: "settings" });
  const { status, code, errors } = changed.error;
  const text = code === "VALIDATION_FAILED" ? (errors[0]?.message ?? "") : errorText(manage, changed.error);
  return data({ errors: { mode: text } }, { status });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.catalog.title} · ${found?.workspace ?? ""}` }];
};

/** Whether strangers find the catalog, what that needs, where it is, and what is in it. */
export default function CatalogSettings() {
  const manage = useManage(sections);
  const page = useLoaderData<typeof loader>();
  const { base, open, address, counts } = page;
  const words = manage.catalog;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.lead}
        back={
          <Link to={`${base}/courses`} className="link">
            {manage.courses.back}
          </Link>
        }
        actions={
          <>
            {counts && <LinkButton to={`${base}/courses/catalog/numbers`}>{words.numbersLink}</LinkButton>}
            {open && (
              <LinkButton to={`${base}/catalog`} reloadDocument>
                {words.look}
              </LinkButton>
            )}
          </>
        }
      />
      <Notice tone={open ? "ok" : "info"} title={open ? words.open : words.closed}>
        {open ? words.openHelp : words.closedHelp}
      </Notice>
      {open && (
        <div className="max-w-xl">
          <CopyField name="address" label={words.address} hint={words.addressHint} value={address} />
        </div>
      )}
      <Needs {...page} />
      {page.decides && <Doors {...page} />}
      <InIt {...page} />
    </>
  );
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

function Needs({ courses, learners, sells }: Page) {
  const { needs } = useManage(sections).catalog;
  const published = courses.filter(({ status }) => status === "published");
  const priced = courses.some(({ price }) => price !== null);
  return (
    <Section title={needs.title}>
      <ul className="grid max-w-prose list-disc gap-1 ps-5">
        <li>{published.length > 0 ? needs.courses({ count: published.length }) : needs.noCourses}</li>
        <li>{learners ? needs.learners : needs.noLearners}</li>
        {(priced || sells) && <li>{sells ? needs.sells : needs.noSells}</li>}
      </ul>
    </Section>
  );
}

function Doors({ mode }: Page) {
  const { doors } = useManage(sections).catalog;
  const answer = useActionData() as { errors: { mode: string } } | undefined;
  const busy = useNavigation().state === "submitting";
  const modes = ["catalog", "key", "group_link", "off"] as const;
  return (
    <Form method="post" className="grid max-w-xl gap-4">
      <ErrorSummary errors={answer?.errors} />
      <RadioGroup
        name="mode"
        legend={doors.legend}
        required
        selected={[mode]}
        error={answer?.errors.mode}
        choices={modes.map((value) => ({
          value,
          label: doors[value],
          description: doors[`${value}Help`],
        }))}
      />
      <div>
        <Button type="submit" variant="primary" pending={busy}>
          {doors.submit}
        </Button>
      </div>
    </Form>
  );
}

function InIt({ base, courses, more }: Page) {
  const manage = useManage(sections);
  const words = manage.catalog;
  return (
    <Section title={words.inIt} description={more ? words.more : undefined}>
      {courses.length === 0 ? (
        <p className="text-muted">{words.nothing}</p>
      ) : (
        <Table caption={words.inItCaption}>
          <TableHead>
            <HeadCell>{words.columns.title}</HeadCell>
            <HeadCell>{words.columns.status}</HeadCell>
            <HeadCell>{words.columns.price}</HeadCell>
          </TableHead>
          <tbody>
            {courses.map(({ id, title, status, price }) => (
              <Row key={id}>
                <Cell>
                  <Link to={`${base}/courses/${id}`} className="font-medium hover:underline">
                    {title}
                  </Link>
                </Cell>
                <Cell label={words.columns.status}>
                  <StatusBadge tone={status === "published" ? "good" : "quiet"}>
                    {status === "published" ? manage.courses.status.published : words.draft}
                  </StatusBadge>
                </Cell>
                <Cell label={words.columns.price}>
                  {price ? priceText(price, "en") : manage.courses.free}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
