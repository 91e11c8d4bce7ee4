const unitText = (language: string, unit: string, count: number) =>
  new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);

/**
 * "2 hours", "90 minutes", "3 days"; what is long and not round in two parts: "6 hours, 30 minutes". Of work, which
 * nobody does day and night, no `days`.
 */
export function durationText(language: string, minutes: number, { days = true } = {}): string {
  if (days && minutes % 1440 === 0) return unitText(language, "day", minutes / 1440);
  if (minutes % 60 === 0) return unitText(language, "hour", minutes / 60);
  if (minutes < 120) return unitText(language, "minute", minutes);
  const parts = [
    unitText(language, "hour", Math.floor(minutes / 60)),
    unitText(language, "minute", minutes % 60),
  ];
  return new Intl.ListFormat(language, { type: "unit" }).format(parts);
}
