import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";

/** A preview changes nothing, so nothing is read again after one. */
export function unlessPreview({ formData, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  return formData?.get("intent") === "preview" ? false : defaultShouldRevalidate;
}
