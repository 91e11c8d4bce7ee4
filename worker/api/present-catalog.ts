import type { Catalog } from "../domain/catalog/list-catalog.ts";
import type { CatalogCounts, CatalogNumbers } from "../domain/catalog/view-catalog-numbers.ts";
import type { Insights } from "../domain/insights/view-insights.ts";
import { isoTime, moment } from "./present.ts";
import type { Shape } from "./shapes.ts";

export function presentCatalog({ workspace, courses, choices, nextCursor }: Catalog): Shape<"Catalog"> {
  return {
    data: courses.map(({ id, title, summary, topic, language, durationMinutes, price, nextDate }) => ({
      id,
      title,
      summary,
      topic,
      language,
      durationMinutes,
      price: price && { amount: price.amount, currency: price.currency },
      nextDate: nextDate && { startsAt: isoTime(nextDate.startsAt), timeZone: nextDate.timeZone },
      url: `${workspace.address}/${id}`,
    })),
    topics: choices.topics.map(({ key, label }) => ({ topic: key, label })),
    nextCursor,
  };
}

const counts = ({ views, started, verified, enrolled, paid }: CatalogCounts) => ({
  views,
  started,
  verified,
  enrolled,
  paid,
});

export function presentCatalogNumbers(numbers: CatalogNumbers): Shape<"CatalogNumbers"> {
  const { from, until, total, days, courses } = numbers;
  return {
    from,
    until,
    total: counts(total),
    days: days.map(({ day, ...rest }) => ({ day, ...counts(rest) })),
    courses: courses.map(({ id, title, ...rest }) => ({ id, title, ...counts(rest) })),
  };
}

export function presentInsights(insights: Insights): Shape<"Insights"> {
  const { from, until, funnel, medianWait, bounced, bounces, days, stuck, countedAt } = insights;
  return {
    from,
    until,
    funnel: { ...funnel },
    medianSeconds: medianWait === null ? null : Math.round(medianWait / 1_000),
    bounced,
    bounces: bounces.map(({ domain, count }) => ({ domain, count })),
    days: days.map(({ day, invited, joined }) => ({ day, invited, joined })),
    stuck: { ...stuck },
    countedAt: moment(countedAt),
  };
}
