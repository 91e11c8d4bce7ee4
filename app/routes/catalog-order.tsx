import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { buttonClass } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** How often the page looks again by itself, and after how many seconds. */
const looks = 15;
const pause = 2;

/**
 * Where the payment provider sends people back to. Coming here grants nothing: the page waits for the webhook, and
 * looks again by itself, without script by a refresh that stops after a while.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const slug = params.workspace ?? "";
  const found = await context.attempt(() =>
    context.useCases.viewPurchase({ workspaceSlug: slug, orderId: params.orderId ?? "" }),
  );
  const { workspace } = context;
  if (!found.ok || !workspace) {
    throw new Response(null, {
      status: found.ok || found.error.code === "VALIDATION_FAILED" ? 404 : found.error.status,
    });
  }
  const { courseId, courseTitle, own, sessionFull } = found.value;
  if (found.value.state === "given" && own && !sessionFull) {
    throw redirect(`/w/${slug}/learn/courses/${courseId}`);
  }
  const look = Number(new URL(request.url).searchParams.get("look") ?? 0) || 0;
  const state = found.value.state === "waiting" && look >= looks ? ("late" as const) : found.value.state;
  const { paying } = messagesFor(context);
  return {
    ...branding(workspace),
    title: `${paying[state].title} · ${workspace.name}`,
    workspace: { slug, name: workspace.name, timeZone: workspace.timeZone },
    here: `/w/${slug}/catalog/orders/${params.orderId}`,
    course: { id: courseId, title: courseTitle },
    state,
    look,
    sessionFull,
  };
}

export default function CatalogOrder() {
  const { workspace, here, course, state, look, sessionFull } = useLoaderData<typeof loader>();
  const { paying, catalog } = useWords();
  const base = `/w/${workspace.slug}`;
  const button = buttonClass({ variant: "primary", size: "large", wide: true });
  return (
    <PublicShell workspace={workspace} title={paying[state].title} lead={paying[state].lead} here={here}>
      {state === "waiting" && (
        <>
          <noscript>
            <meta httpEquiv="refresh" content={`${pause};url=${here}?look=${look + 1}`} />
          </noscript>
          <p className="text-muted" data-waits={`${here}/state`} data-late={`${here}?look=${looks}`}>
            {course.title}
          </p>
        </>
      )}
      {state === "late" && (
        <a href={here} className={buttonClass({ size: "large", wide: true })}>
          {paying.late.again}
        </a>
      )}
      {sessionFull && <Notice tone="warn">{paying.sessionFull}</Notice>}
      {state === "given" && (
        <a href={`${base}/learn/courses/${course.id}`} className={button}>
          {catalog.go}
        </a>
      )}
      {(state === "expired" || state === "failed") && (
        <a href={`${base}/catalog/${course.id}`} className={button}>
          {paying.again}
        </a>
      )}
    </PublicShell>
  );
}
