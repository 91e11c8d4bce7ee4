import interLatin from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url";
import type { LinksFunction } from "@remix-run/cloudflare";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches, useRouteError } from "@remix-run/react";
import type { CSSProperties, ReactNode } from "react";
import { accentProperties } from "./accent";
import { ErrorPage } from "./components/error-page";
import type { BrandedData } from "./page";
import { useRequest } from "./request";
import styles from "./styles/app.css?url";

export const links: LinksFunction = () => [
  { rel: "preload", href: interLatin, as: "font", type: "font/woff2", crossOrigin: "anonymous" },
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

function useAccent(): CSSProperties {
  const accent = useMatches()
    .map((match) => (match.data as BrandedData | null | undefined)?.accent)
    .findLast(Boolean);
  return accentProperties(accent ?? undefined) as CSSProperties;
}

/** The document round every page, error pages included. */
export function Layout({ children }: { children: ReactNode }) {
  const { language, theme, requestId, now, nonce, bare, ownTerms } = useRequest();
  return (
    <html
      lang={language}
      dir="ltr"
      data-theme={theme}
      data-request={requestId}
      data-now={now}
      data-terms={Object.keys(ownTerms).length > 0 ? JSON.stringify(ownTerms) : undefined}
      style={useAccent()}
      suppressHydrationWarning
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
        {bare && <script src="/public.js" defer nonce={nonce || undefined} />}
      </head>
      <body>
        {children}
        {!bare && (
          <>
            <ScrollRestoration nonce={nonce} />
            <Scripts nonce={nonce} />
          </>
        )}
      </body>
    </html>
  );
}

/** Every page stands here. */
export default function App() {
  return <Outlet />;
}

/** The last net: whatever no page caught itself. */
export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />;
}
