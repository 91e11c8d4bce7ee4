import { useManage } from "../../manage-words";
import { periods } from "../../messages/manage/en/insights";
import { FilterChip } from "./chip";

const sections = { periods };

export const periodChoices = ["7", "30", "90", "365"] as const;
export type Period = (typeof periodChoices)[number];

/** The period that an address names, or the usual one. */
export function readPeriod(query: URLSearchParams): Period {
  return periodChoices.find((known) => known === query.get("days")) ?? "30";
}

/** How far back numbers go. */
export function PeriodChips({ current, to }: { current: Period; to: (period: Period) => string }) {
  const { periods } = useManage(sections);
  return (
    <nav aria-label={periods.label} className="flex flex-wrap gap-2">
      {periodChoices.map((period) => (
        <FilterChip key={period} to={to(period)} current={period === current}>
          {periods.choices[period]}
        </FilterChip>
      ))}
    </nav>
  );
}
