import * as z from "zod";
import { dayIn, isDay } from "../members/access-end.ts";

/**
 * The last day of somebody's access, `2026-12-31` (F38). A moment is taken as well and means the day of the
 * workspace that ends with it, so that what a program reads can be sent back.
 */
export const accessEndField = z
  .union([z.string(), z.date()], "Give a day, like 2026-12-31.")
  .transform((value, ctx): string => {
    const text = value instanceof Date ? value.toISOString() : value.trim();
    const moment = /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text));
    if ((isDay(text) || moment) && text.startsWith("20")) return text;
    ctx.addIssue({ code: "custom", message: "Give a day, like 2026-12-31." });
    return z.NEVER;
  });

/** The day that `accessEndField` means, in a time zone. */
export function accessDayOf(value: string, timeZone: string): string {
  return isDay(value) ? value : dayIn(Date.parse(value) - 1, timeZone);
}
