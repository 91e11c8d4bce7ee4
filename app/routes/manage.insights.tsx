import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { durationText } from "../components/learning/duration";
import { LinkButton } from "../components/ui/button";
import { DayBars } from "../components/ui/day-bars";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { PeriodChips, readPeriod } from "../components/ui/period-chips";
import { Rich } from "../components/ui/rich";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { insights } from "../messages/manage/en/insights";
import { insideOf } from "./manage.guard.server";

const sections = { insights };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("insights.view")) throw redirect(`${base}/start`);
  const period = readPeriod(new URL(request.url).searchParams);
  return {
    base,
    workspace: workspace.name,
    period,
    reminds: member.may.includes("invitation.manage"),
    ...(await context.useCases.viewInsights({ days: period })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.insights.title} · ${found?.workspace ?? ""}` }];
};

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

const number = (count: number) => count.toLocaleString("en");

/** The way of those who were invited, who is stuck on it, and when they were (screen 13). */
export default function Insights() {
  const manage = useManage(sections);
  const page = useLoaderData<typeof loader>();
  const { base, period, funnel, days, from, until, countedAt } = page;
  const words = manage.insights;
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <Stuck {...page} />
      <PeriodChips current={period} to={(days) => `${base}/insights?days=${days}`} />
      {funnel.invited === 0 ? (
        <EmptyState title={words.empty}>{words.emptyHelp}</EmptyState>
      ) : (
        <>
          <Funnel {...page} />
          <Section title={words.chart.title}>
            <DayBars
              from={from}
              until={until}
              days={days.map(({ day, invited, joined }) => ({ day, all: invited, part: joined }))}
              label={words.chart.label({ invited: number(funnel.invited), joined: number(funnel.joined) })}
              caption={words.chart.caption}
              names={{ all: words.chart.invited, part: words.chart.joined }}
            />
          </Section>
          <Bounces {...page} />
        </>
      )}
      <p className="text-sm text-muted">
        {countedAt === null ? (
          words.notCounted
        ) : (
          <Rich text={words.counted} values={{ at: <Time at={countedAt} /> }} />
        )}
      </p>
    </>
  );
}

function Funnel({ funnel, medianWait }: Page) {
  const words = useManage(sections).insights;
  const steps = ["invited", "delivered", "opened", "joined", "learning"] as const;
  const share = (count: number) => (funnel.invited === 0 ? 0 : count / funnel.invited);
  const percent = new Intl.NumberFormat("en", { style: "percent" });
  const minutes = medianWait === null ? null : roundedMinutes(medianWait);
  return (
    <Section title={words.funnel.title} description={words.funnel.note}>
      <Table caption={words.funnel.caption}>
        <TableHead>
          <HeadCell>{words.funnel.step}</HeadCell>
          <HeadCell>{words.funnel.people}</HeadCell>
          <HeadCell>{words.funnel.share}</HeadCell>
        </TableHead>
        <tbody>
          {steps.map((step) => (
            <Row key={step}>
              <Cell>
                <span className="font-medium">{words.funnel[step]}</span>
              </Cell>
              <Cell label={words.funnel.people}>{number(funnel[step])}</Cell>
              <Cell label={words.funnel.share}>
                <span className="flex items-center gap-3">
                  <span className="w-12 tabular-nums">{percent.format(share(funnel[step]))}</span>
                  <span
                    aria-hidden="true"
                    className="h-2 w-40 grow overflow-hidden rounded-full bg-sunken sm:max-w-80"
                  >
                    <span
                      className="block h-full bg-accent"
                      style={{ width: `${share(funnel[step]) * 100}%` }}
                    />
                  </span>
                </span>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <p>
        {minutes === null ? (
          words.time.nobody
        ) : (
          <>
            <span className="text-muted">{words.time.label}</span>{" "}
            <strong className="font-semibold">
              {words.time.about({ time: durationText("en", minutes) })}
            </strong>
          </>
        )}
      </p>
    </Section>
  );
}

/** As exactly as a median of spans may be told: whole minutes, hours or days. */
function roundedMinutes(ms: number): number {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return minutes;
  if (minutes < 36 * 60) return Math.round(minutes / 60) * 60;
  return Math.round(minutes / 1440) * 1440;
}

function Bounces({ bounces }: Page) {
  const words = useManage(sections).insights.bounces;
  return (
    <Section title={words.title}>
      {bounces.length === 0 ? (
        <p className="text-muted">{words.none}</p>
      ) : (
        <Table caption={words.caption}>
          <TableHead>
            <HeadCell>{words.domain}</HeadCell>
            <HeadCell>{words.count}</HeadCell>
          </TableHead>
          <tbody>
            {bounces.map(({ domain, count }) => (
              <Row key={domain}>
                <Cell>{domain}</Cell>
                <Cell label={words.count}>{number(count)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function Stuck({ base, stuck, reminds }: Page) {
  const words = useManage(sections).insights.stuck;
  const remedies = [
    {
      count: stuck.expired,
      text: words.expired,
      list: "status=expired",
      act: { label: words.resend, to: `${base}/people/bulk?action=resend&all=1&status=expired` },
    },
    {
      count: stuck.bounced,
      text: words.bounced,
      list: "status=bounced",
      act: { label: words.look, to: `${base}/people?status=bounced` },
    },
    ...(["delivered", "opened", "clicked"] as const).map((delivery) => ({
      count: stuck[delivery],
      text: words[delivery],
      list: `status=pending&delivery=${delivery}`,
      act: {
        label: words.remind,
        to: `${base}/people/bulk?action=remind&all=1&status=pending&delivery=${delivery}`,
      },
    })),
  ].filter(({ count }) => count > 0);
  return (
    <Section plain title={words.title} description={words.lead}>
      {remedies.length === 0 ? (
        <p className="text-muted">{words.none}</p>
      ) : (
        <ul className="border-t border-line">
          {remedies.map(({ count, text, list, act }) => (
            <li
              key={list}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-2"
            >
              <Link to={`${base}/people?${list}`} className="link">
                {text({ count })}
              </Link>
              {reminds && <LinkButton to={act.to}>{act.label}</LinkButton>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
