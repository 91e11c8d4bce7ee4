import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { TextArea } from "../components/ui/text-area";
import { TextField } from "../components/ui/text-field";
import { joinCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { speakBy } from "../speaking";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Only an open invitation can be declined; in every other state the invitation's own page says so. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const here = `/join/at/${params.invitationId}`;
  const token = context.cookies.read(joinCookie(params.invitationId ?? ""));
  if (!token) throw redirect(here, 303);
  const viewed = await context.attempt(() => context.useCases.viewInvitation({ token }));
  if (!viewed.ok || viewed.value.state !== "open") throw redirect(here, 303);
  const { workspace, invitation, policies } = viewed.value;
  context.speakTermsOf(policies.terms);
  const { decline } = messagesFor(context, speakBy(request, context, invitation.language));
  const title = decline.title({ workspace: workspace.name });
  return { title, here, workspace, ...branding(workspace) };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const here = `/join/at/${params.invitationId}`;
  const token = context.cookies.read(joinCookie(params.invitationId ?? ""));
  if (!token) return redirect(here, 303);
  const form = await request.formData();
  const typed = { confirmation: textOf(form, "confirmation"), reason: textOf(form, "reason") };
  const declined = await context.attempt(() => context.useCases.declineInvitation({ token, ...typed }));
  if (declined.ok || declined.error.code !== "VALIDATION_FAILED") return redirect(here, 303);
  return data({ refusal: refusalOf(declined.error), typed }, declined.error.status);
}

export default function DeclineInvitation() {
  const { workspace, here } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { decline } = useWords();
  const word = workspace.name;
  const refused = (path: string) => answer?.refusal.errors.some((error) => error.path === path);
  const errors = {
    confirmation: refused("confirmation") ? decline.wrongWord({ word }) : undefined,
    reason: refused("reason") ? decline.reasonWrong : undefined,
  };
  return (
    <PublicShell
      workspace={workspace}
      title={decline.title({ workspace: workspace.name })}
      lead={decline.lead}
    >
      <form method="post" className="grid gap-4" noValidate>
        <ErrorSummary errors={answer && errors} />
        <TextField
          name="confirmation"
          label={decline.confirm({ word })}
          autoComplete="off"
          defaultValue={answer?.typed.confirmation}
          error={errors.confirmation}
          required
        />
        <TextArea
          name="reason"
          label={decline.reason}
          hint={decline.reasonHint}
          maxLength={1000}
          defaultValue={answer?.typed.reason}
          error={errors.reason}
        />
        <Button type="submit" variant="danger" size="large" wide>
          {decline.submit}
        </Button>
        <LinkButton to={here} variant="quiet" size="large" wide>
          {decline.keep}
        </LinkButton>
      </form>
    </PublicShell>
  );
}
