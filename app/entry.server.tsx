import type { AppLoadContext, EntryContext } from "@remix-run/cloudflare";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToReadableStream } from "react-dom/server";
import { messagesFor, ownTermsOf } from "./messages/all.server";
import type { PageHandle } from "./page";
import { cookieOf, themeCookie, themeOr } from "./preferences";
import { RequestProvider } from "./request";

/** Renders the document: streamed to people, whole to robots, which do not wait for what comes later. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  context: AppLoadContext,
) {
  let finalStatus = status;
  const page = remix.staticHandlerContext;
  const bare =
    page.errors !== null ||
    page.matches.some((match) => (match.route.handle as PageHandle | undefined)?.bare);
  const language = context.language ?? "en";

  const body = await renderToReadableStream(
    <RequestProvider
      value={{
        nonce: context.nonce,
        requestId: context.requestId ?? "",
        language,
        messages: messagesFor(context, language),
        ownTerms: bare ? {} : ownTermsOf(context),
        theme: themeOr(cookieOf(request, themeCookie)),
        now: context.now ?? Date.now(),
        bare,
      }}
    >
      <RemixServer context={remix} url={request.url} nonce={context.nonce} />
    </RequestProvider>,
    {
      nonce: context.nonce,
      signal: request.signal,
      onError(error) {
        if (!request.signal.aborted) console.error(error);
        finalStatus = 500;
      },
    },
  );
  if (isbot(request.headers.get("user-agent"))) await body.allReady;

  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(body, { status: finalStatus, headers });
}
