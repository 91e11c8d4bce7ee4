import { useMatches } from "@remix-run/react";
import type { BrandedData } from "./page";

/** The look of a workspace, for the data of a loader: root.tsx and the shells find it there. */
export function branding({
  accentColor,
  logo,
}: {
  accentColor: string;
  logo: string | null;
}): Required<BrandedData> {
  return { accent: accentColor, logo };
}

/** The logo of the workspace whose page this is; null where there is none. */
export function useLogo(): string | null {
  const looks = useMatches().map((match) => match.data as BrandedData | null | undefined);
  return looks.findLast((look) => look?.logo !== undefined)?.logo ?? null;
}
