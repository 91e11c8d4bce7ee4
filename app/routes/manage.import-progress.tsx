import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { LookAgain } from "../components/imports/look-again";
import { ImportSteps } from "../components/imports/steps";
import { Button, LinkButton } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { imports } from "../messages/manage/en/imports";
import { useHydrated } from "../request";
import { redirectWithFlash } from "./manage.guard.server";
import { found, importErrorText, insideImports, requireStep, stepPath } from "./manage.import.server";

const sections = { imports };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const view = await found(context, (useCases) => useCases.viewImport({ importId, groups: false }));
  requireStep(base, view, "progress");
  const { id, status, fileName, progress, confirmedAt } = view;
  return { base, workspace: workspace.name, id, status, fileName, progress, confirmedAt, now: context.now };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const form = await request.formData();
  const resumes = form.get("intent") === "resume";
  const turned = await context.attempt(() =>
    resumes ? context.useCases.resumeImport({ importId }) : context.useCases.pauseImport({ importId }),
  );
  if (turned.ok) return redirect(stepPath(base, turned.value), 303);
  // It has ended meanwhile, most likely: its page says how.
  return redirectWithFlash(context, `${base}/imports/${importId}`, {
    kind: "error",
    text: importErrorText(manage, turned.error),
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: `${manage.imports.progress.titles[page?.status ?? "running"]} · ${page?.workspace ?? ""}` },
  ];
};

/** Rows a second: between what was seen last and now, or since the beginning. */
function useRate(done: number, now: number, startedAt: number | null): number {
  const seen = useRef<{ at: number; done: number }[]>([]);
  const [rate, setRate] = useState(() => overall(done, now, startedAt));
  useEffect(() => {
    const last = seen.current.at(-1);
    if (last?.done === done) return;
    seen.current = [...seen.current.slice(-4), { at: now, done }];
    const first = seen.current[0];
    if (first && now > first.at) setRate(((done - first.done) * 1_000) / (now - first.at));
  }, [done, now]);
  return Math.max(rate, 0);
}

function overall(done: number, now: number, startedAt: number | null): number {
  return startedAt !== null && now > startedAt ? (done * 1_000) / (now - startedAt) : 0;
}

/** How far the invitations are; the page can be left and come back to (F65). */
export default function ImportProgress() {
  const manage = useManage(sections);
  const { base, id, status, fileName, progress, confirmedAt, now } = useLoaderData<typeof loader>();
  const words = manage.imports.progress;
  const hydrated = useHydrated();
  const number = manage.imports.number;
  const rate = useRate(progress.done, now, confirmedAt);
  const seconds = rate > 0 ? Math.ceil((progress.total - progress.done) / rate) : null;
  const moving = status === "running" || status === "undoing";
  const facts = [
    words.count({ done: number(progress.done), total: number(progress.total) }),
    moving && rate >= 1 && words.rate({ rows: number(Math.round(rate)) }),
    moving &&
      seconds !== null &&
      (seconds < 90
        ? words.left.seconds({ count: seconds })
        : words.left.minutes({ count: Math.round(seconds / 60) })),
  ].filter((fact) => typeof fact === "string");
  return (
    <>
      <PageHeader
        title={words.titles[status] ?? words.title}
        description={fileName}
        back={
          <Link to={`${base}/imports`} className="link">
            {manage.imports.back}
          </Link>
        }
      />
      <ImportSteps current={status === "receiving" ? "upload" : "progress"} />
      <div className="grid max-w-3xl gap-4">
        <progress
          aria-label={words.bar}
          max={Math.max(progress.total, 1)}
          value={status === "receiving" ? undefined : progress.done}
          className="h-3 w-full accent-accent-text"
        />
        {status === "receiving" ? (
          <p>{words.lateUpload}</p>
        ) : (
          <p className="text-md tabular-nums">{facts.join(" · ")}</p>
        )}
        <p className="text-muted">
          {status === "paused" ? words.paused : words.leave} {!hydrated && moving && words.looksAgain}
        </p>
        {(status === "running" || status === "paused") && (
          <div className="flex flex-wrap gap-2">
            <Form method="post">
              {status === "running" ? (
                <Button type="submit" name="intent" value="pause">
                  {words.pause}
                </Button>
              ) : (
                <Button type="submit" variant="primary" name="intent" value="resume">
                  {words.resume}
                </Button>
              )}
            </Form>
            <LinkButton to={`${base}/imports/${id}/cancel`} variant="quiet">
              {words.cancelRest}
            </LinkButton>
          </div>
        )}
      </div>
      {status !== "paused" && <LookAgain mark={progress.done} />}
    </>
  );
}
