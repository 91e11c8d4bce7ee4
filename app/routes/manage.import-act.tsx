import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import type { ManageMessages } from "../messages/manage/en";
import { imports } from "../messages/manage/en/imports";
import { redirectWithFlash } from "./manage.guard.server";
import { found, importErrorText, insideImports, stepPath } from "./manage.import.server";

const sections = { imports };

const acts = ["cancel", "undo"] as const;

function actOf(name: string | undefined): (typeof acts)[number] {
  const act = acts.find((known) => known === name);
  if (!act) throw new Response(null, { status: 404 });
  return act;
}

const possible = {
  cancel: ["mapping", "checking", "ready", "running", "paused"],
  undo: ["done", "paused", "canceled", "failed"],
} as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideImports(context, request);
  const act = actOf(params.act);
  const importId = params.importId ?? "";
  const view = await found(context, (useCases) => useCases.viewImport({ importId, groups: false }));
  const back = stepPath(base, view);
  const { counts } = view;
  const invited = counts.invited ?? 0;
  const states: readonly string[] = possible[act];
  const allowed = act === "cancel" || (member.mayInPart.includes("invitation.manage") && invited > 0);
  if (!states.includes(view.status) || !allowed) throw redirect(back);
  return {
    workspace: workspace.name,
    act,
    back,
    fileName: view.fileName,
    begun: view.confirmedAt !== null,
    invited,
    left: (counts.ready ?? 0) + (counts.warning ?? 0) + (counts.update ?? 0),
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideImports(context, request);
  const act = actOf(params.act);
  const importId = params.importId ?? "";
  const done = await context.attempt(() =>
    act === "cancel"
      ? context.useCases.cancelImport({ importId })
      : context.useCases.undoImport({ importId }),
  );
  if (done.ok) return redirect(stepPath(base, done.value), 303);
  return redirectWithFlash(context, `${base}/imports/${importId}`, {
    kind: "error",
    text: importErrorText(manage, done.error),
  });
}

function titleOf(
  manage: Pick<ManageMessages, "imports">,
  act: (typeof acts)[number],
  begun: boolean,
): string {
  const { cancel, undo } = manage.imports;
  return act === "undo" ? undo.title : begun ? cancel.title : cancel.titleBefore;
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: page ? `${titleOf(manage, page.act, page.begun)} · ${page.workspace}` : "" }];
};

/** Asks once more before an import is given up or taken back, and says what that does. */
export default function ImportAct() {
  const manage = useManage(sections);
  const { act, back, fileName, begun, invited, left } = useLoaderData<typeof loader>();
  const busy = useNavigation().state === "submitting";
  const { cancel, undo, number } = manage.imports;
  const lead =
    act === "undo"
      ? undo.lead({ count: invited })
      : begun
        ? cancel.lead({ done: number(invited), left: number(left) })
        : cancel.leadBefore;
  return (
    <>
      <PageHeader
        title={titleOf(manage, act, begun)}
        description={`${fileName}. ${lead}`}
        back={
          <Link to={back} className="link">
            {manage.imports.back}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5">
        {act === "undo" && (
          <div className="grid gap-3">
            <ul className="grid list-disc gap-1 ps-5">
              {undo.points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
            <p className="text-muted">{undo.after}</p>
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="danger" pending={busy}>
            {act === "undo" ? undo.submit : begun ? cancel.submit : cancel.submitBefore}
          </Button>
          <LinkButton to={back} variant="quiet">
            {act === "undo" ? undo.keep : begun ? cancel.keep : cancel.keepBefore}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
