import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { DayBars } from "../components/ui/day-bars";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { PeriodChips, readPeriod } from "../components/ui/period-chips";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOfPage, useManage } from "../manage-words";
import { catalog } from "../messages/manage/en/insights";
import { posted } from "../posted";
import { insideOf } from "./manage.guard.server";

const sections = { catalog };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("insights.view")) throw redirect(`${base}/start`);
  const query = new URL(request.url).searchParams;
  const period = readPeriod(query);
  const courseId = query.get("course") ?? "";
  const address = `${base}/courses/catalog/numbers`;
  const found = await context.attempt(() =>
    context.useCases.viewCatalogNumbers(posted({ days: period, ...(courseId && { courseId }) })),
  );
  if (!found.ok) throw redirect(address);
  return { base, address, workspace: workspace.name, period, ...found.value };
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.catalog.numbers.title} · ${found?.workspace ?? ""}` }];
};

const number = (count: number) => count.toLocaleString("en");
const steps = ["views", "started", "verified", "enrolled", "paid"] as const;

/** What the catalog did, as a picture and as tables. */
export default function CatalogNumbers() {
  const manage = useManage(sections);
  const { base, address, period, from, until, course, total, days, courses } = useLoaderData<typeof loader>();
  const words = manage.catalog.numbers;
  const to = (days: string) => `${address}?days=${days}${course ? `&course=${course.id}` : ""}`;
  const nothing = steps.every((step) => total[step] === 0);
  return (
    <>
      <PageHeader
        title={course ? words.titleOf({ course: course.title }) : words.title}
        description={words.lead}
        back={
          <Link to={course ? `${address}?days=${period}` : `${base}/courses/catalog`} className="link">
            {course ? words.backAll : words.back}
          </Link>
        }
      />
      <PeriodChips current={period} to={to} />
      {nothing ? (
        <EmptyState title={words.empty}>{words.emptyHelp}</EmptyState>
      ) : (
        <>
          <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:flex sm:flex-wrap sm:gap-x-12">
            {steps.map((step) => (
              <div key={step} className="grid content-start">
                <dt className="text-sm text-muted">{words[step]}</dt>
                <dd className="text-2xl font-semibold tabular-nums">{number(total[step])}</dd>
              </div>
            ))}
          </dl>
          <DayBars
            from={from}
            until={until}
            days={days.map(({ day, views, enrolled }) => ({ day, all: views, part: enrolled }))}
            label={words.label({ views: number(total.views), enrolled: number(total.enrolled) })}
            caption={words.caption}
            names={{ all: words.views, part: words.enrolled }}
          />
          {courses.length > 0 && (
            <Section title={words.courses}>
              <Table caption={words.coursesCaption}>
                <TableHead>
                  <HeadCell>{words.course}</HeadCell>
                  {steps.map((step) => (
                    <HeadCell key={step}>{words[step]}</HeadCell>
                  ))}
                </TableHead>
                <tbody>
                  {courses.map(({ id, title, ...counts }) => (
                    <Row key={id}>
                      <Cell>
                        <Link
                          to={`${address}?days=${period}&course=${id}`}
                          className="font-medium hover:underline"
                        >
                          {title}
                        </Link>
                      </Cell>
                      {steps.map((step) => (
                        <Cell key={step} label={words[step]}>
                          {number(counts[step])}
                        </Cell>
                      ))}
                    </Row>
                  ))}
                </tbody>
              </Table>
            </Section>
          )}
        </>
      )}
    </>
  );
}
