import { useManage } from "../../manage-words";
import { periods } from "../../messages/manage/en/insights";
import { dayText } from "./day";
import { Cell, HeadCell, Row, Table, TableHead } from "./table";

const sections = { periods };

interface BarDay {
  /** `2026-12-31`. */
  day: string;
  /** How many, and how many of these. */
  all: number;
  part: number;
}

const oneDay = 86_400_000;
/** Up to so many days each has a bar of its own, beyond it each week. */
const daysOfBars = 31;
const width = 640;
const height = 120;

/** A bar for each day or week of a period, of which a part is filled; the same as a table below. */
export function DayBars({
  from,
  until,
  days,
  label,
  caption,
  names,
}: {
  from: string;
  until: string;
  days: readonly BarDay[];
  /** What the picture shows, in a sentence. */
  label: string;
  caption: string;
  names: { all: string; part: string };
}) {
  const { periods } = useManage(sections);
  const bars = barsOf(from, until, days);
  const weekly = bars.length > 0 && bars[0]?.span === 7;
  const most = Math.max(1, ...bars.map(({ all }) => all));
  const step = width / bars.length;
  const scale = (count: number) => (count / most) * (height - 8);
  return (
    <figure className="grid gap-2">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${height}`}
        className="h-auto w-full max-w-3xl"
        preserveAspectRatio="none"
      >
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line" />
        {bars.map(({ day, all, part }, at) => (
          <g key={day}>
            <rect
              x={at * step + step * 0.15}
              width={step * 0.7}
              y={height - scale(all)}
              height={scale(all)}
              className="fill-line-strong opacity-50"
            />
            <rect
              x={at * step + step * 0.15}
              width={step * 0.7}
              y={height - scale(part)}
              height={scale(part)}
              className="fill-accent-text"
            />
          </g>
        ))}
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-6 gap-y-1 text-sm text-muted max-w-3xl">
        <span>{dayText(from, "en")}</span>
        <span className="flex flex-wrap gap-x-4">
          <span className="inline-flex items-center gap-2">
            <span aria-hidden="true" className="size-3 rounded-sm bg-line-strong opacity-50" />
            {names.all}
          </span>
          <span className="inline-flex items-center gap-2">
            <span aria-hidden="true" className="size-3 rounded-sm bg-accent-text" />
            {names.part}
          </span>
        </span>
        <span>{dayText(until, "en")}</span>
      </figcaption>
      <details>
        <summary className="link inline-flex min-h-9 items-center pointer-coarse:min-h-11">
          {periods.table}
        </summary>
        <Table caption={caption}>
          <TableHead>
            <HeadCell>{weekly ? periods.week : periods.day}</HeadCell>
            <HeadCell>{names.all}</HeadCell>
            <HeadCell>{names.part}</HeadCell>
          </TableHead>
          <tbody>
            {bars
              .filter(({ all, part }) => all + part > 0)
              .map(({ day, all, part }) => (
                <Row key={day}>
                  <Cell>{dayText(day, "en")}</Cell>
                  <Cell label={names.all}>{all.toLocaleString("en")}</Cell>
                  <Cell label={names.part}>{part.toLocaleString("en")}</Cell>
                </Row>
              ))}
          </tbody>
        </Table>
      </details>
    </figure>
  );
}

/** Every day of the period, or every week of a longer one, with what happened in it. */
function barsOf(from: string, until: string, days: readonly BarDay[]) {
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const count = Math.round((at(until) - at(from)) / oneDay) + 1;
  const span = count > daysOfBars ? 7 : 1;
  const bars = Array.from({ length: Math.ceil(count / span) }, (_, number) => ({
    day: new Date(at(from) + number * span * oneDay).toISOString().slice(0, 10),
    span,
    all: 0,
    part: 0,
  }));
  for (const { day, all, part } of days) {
    const bar = bars[Math.floor((at(day) - at(from)) / oneDay / span)];
    if (!bar) continue;
    bar.all += all;
    bar.part += part;
  }
  return bars;
}
