import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";

/** A preview or a check changes nothing, so nothing is read again after one. */
export function unlessPreview({ formData, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  const intent = formData?.get("intent");
  return intent === "preview" || intent === "check" ? false : defaultShouldRevalidate;
}
