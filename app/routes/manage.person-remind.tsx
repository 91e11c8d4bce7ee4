import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { TextArea } from "../components/ui/text-area";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts } from "../messages/manage/en/people";
import { person } from "../messages/manage/en/person";
import { errorText, fieldErrors, insideOf, redirectWithFlash, returnTo } from "./manage.guard.server";
import { personOf, whoIs } from "./manage.person.server";

const sections = { acts, person };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const person = await personOf(context, params.membershipId);
  const { id, may, invitation } = person;
  const here = `${base}/people/${id}`;
  // What is not possible (any more) is explained on the person's own page.
  if (!invitation || !may.remind) throw redirect(here);
  return {
    workspace: workspace.name,
    here,
    /** The list that one came from, or the person. */
    list: returnTo(new URL(request.url).searchParams, base, here),
    who: whoIs(person),
    invitationId: invitation.id,
    takesMessage: workspace.policies["resend.message"],
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const personId = params.membershipId ?? "";
  const message = String(form.get("message") ?? "");
  const reminded = await context.attempt(() =>
    context.useCases.remindInvitation({
      invitationId: String(form.get("invitationId") ?? ""),
      ...(message && { message }),
    }),
  );
  const back = returnTo(form, base, `${base}/people/${personId}`);
  if (reminded.ok) {
    const { invitation, undo } = reminded.value;
    return redirectWithFlash(context, back, {
      kind: "reminded",
      who: invitation.email,
      personId,
      undo: undo ? { invitationId: invitation.id, ...undo } : undefined,
    });
  }
  const { error } = reminded;
  const errors = error.code === "VALIDATION_FAILED" ? fieldErrors(manage, error) : {};
  if (errors.message) return data({ message, errors }, { status: 422 });
  return redirectWithFlash(context, back, { kind: "error", text: errorText(manage, error), personId });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  {
    title: found
      ? `${manageOfPage(matches, sections).person.remind.title({ who: found.who })} · ${found.workspace}`
      : "",
  },
];

/** A reminder with a message of one's own (F86). */
export default function PersonRemind() {
  const manage = useManage(sections);
  const { here, list, who, invitationId, takesMessage } = useLoaderData<typeof loader>();
  const answer = useActionData() as { message: string; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.person.remind;
  return (
    <>
      <PageHeader
        title={words.title({ who })}
        description={words.lead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <input type="hidden" name="returnTo" value={list} />
        <input type="hidden" name="invitationId" value={invitationId} />
        {takesMessage && (
          <TextArea
            name="message"
            label={words.message}
            hint={words.messageHint}
            maxLength={1000}
            rows={4}
            error={answer?.errors.message}
            defaultValue={answer?.message}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.submit}
          </Button>
          <LinkButton to={list} variant="quiet">
            {words.keep}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
