import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { Button, buttonClass } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { TextField } from "../components/ui/text-field";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Where people register by no door, or the workspace is suspended, there is no such page. */
function insideOf({ workspace }: AppLoadContext) {
  if (workspace?.status !== "active" || workspace.policies["selfreg.mode"] === "off") {
    throw new Response(null, { status: 404 });
  }
  return workspace;
}

/** A key is typed here, which leads to the page of its link (F130). */
export function loader({ context }: LoaderFunctionArgs) {
  const workspace = insideOf(context);
  const { register } = messagesFor(context);
  return data(
    {
      title: register.keyTitle({ workspace: workspace.name }),
      ...branding(workspace),
      workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
    },
    { headers: { "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex" } },
  );
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { slug } = insideOf(context);
  const key = textOf(await request.formData(), "key").trim();
  const door = await context.attempt(() =>
    context.useCases.viewRegistrationDoor({ workspaceSlug: slug, code: key }),
  );
  if (door.ok) return redirect(`/w/${slug}/register/${door.value.code}`, 303);
  const { code, retryAfter } = door.error;
  // A key that is none is a mistake of typing, and not a page that is not there.
  return data({ key, code, retryAfter }, code === "NOT_FOUND" ? 422 : door.error.status);
}

export default function RegisterKey() {
  const { workspace } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { register, signIn } = useWords();
  const limited = answer?.code === "RATE_LIMITED";
  const wrong = answer && !limited ? (answer.key ? register.keyWrong : register.keyMissing) : undefined;
  return (
    <PublicShell
      workspace={workspace}
      title={register.keyTitle({ workspace: workspace.name })}
      lead={register.keyLead}
    >
      {limited && <Notice tone="error">{signIn.tooMany({ seconds: answer.retryAfter ?? 60 })}</Notice>}
      <ErrorSummary errors={wrong ? { key: wrong } : undefined} />
      <form method="post" action={`/w/${workspace.slug}/register/key`} className="grid gap-4" noValidate>
        <TextField
          name="key"
          label={register.key}
          hint={register.keyHint}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          required
          error={wrong}
          defaultValue={answer?.key}
        />
        <Button type="submit" variant="primary" size="large" wide>
          {register.keySubmit}
        </Button>
      </form>
      <a
        href={`/w/${workspace.slug}/sign-in`}
        className={buttonClass({ variant: "quiet", size: "large", wide: true })}
      >
        {register.toSignIn}
      </a>
    </PublicShell>
  );
}
