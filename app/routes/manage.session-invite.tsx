import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { InviteResults, type SentMany } from "../components/people/invite-results";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Select } from "../components/ui/select";
import { TextArea } from "../components/ui/text-area";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { languageNames, languages } from "../messages";
import { invite } from "../messages/manage/en/invite";
import { acts } from "../messages/manage/en/people";
import { TimeZoneProvider, useWords } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";
import { linesOf } from "./manage.invited.server";

const sections = { acts, invite };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.mayInPart.includes("session.invite")) throw new Response(null, { status: 403 });
  const sessionId = params.sessionId ?? "";
  const found = await context.attempt(() => context.useCases.viewSessionInviting({ sessionId }));
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  return {
    ...found.value,
    here: `${base}/sessions/${sessionId}`,
    base,
    workspace: workspace.name,
  };
}

interface Answer {
  values: { addresses: string; groupId: string; message: string; language: string };
  errors?: Record<string, string>;
  sent?: SentMany;
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const values = {
    addresses: text("addresses"),
    groupId: text("groupId"),
    message: text("message"),
    language: text("language"),
  };
  const sessionId = params.sessionId ?? "";
  if (!values.groupId) {
    return data<Answer>(
      { values, errors: { groupId: manage.invite.fromSession.groupMissing } },
      { status: 422 },
    );
  }
  const invited = await context.attempt(() =>
    context.useCases.inviteFromSession({
      sessionId,
      groupId: values.groupId,
      addresses: values.addresses,
      message: values.message,
      language: (values.language || undefined) as "en" | undefined,
    }),
  );
  if (!invited.ok) {
    return data<Answer>(
      { values, errors: fieldErrors(manage, invited.error) },
      { status: invited.error.status },
    );
  }
  const { lines, left } = linesOf(context, invited.value.people);
  const count = lines.length - left.length;
  if (left.length > 0) {
    const sent = { prepared: false, people: lines, undo: null };
    return data<Answer>({ values: { ...values, addresses: left.join("\n") }, sent });
  }
  return redirectWithFlash(context, `${base}/sessions/${sessionId}`, { kind: "invitedMany", count });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    {
      title: found
        ? `${manage.invite.fromSession.title({ session: found.session.title })} · ${found.workspace}`
        : "",
    },
  ];
};

/** Learners for a session, by whoever teaches it (F39). */
export default function SessionInvite() {
  const manage = useManage(sections);
  const { session, seatsLeft, closed, groups, here, base } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const busy = useNavigation().state === "submitting";
  const common = useWords().common;
  const { fromSession, note, noteHint, language: languageLabel, languageOfPlaces } = manage.invite;
  // Most who are invited from a session come into its group; where there is a choice, nobody chose yet.
  const likely = groups.find(({ id }) => id === session.groupId) ?? (groups.length === 1 ? groups[0] : null);
  const values = answer?.values ?? { addresses: "", groupId: likely?.id ?? "", message: "", language: "" };
  const errors = answer?.errors;
  const blocked = closed ? fromSession.closed[closed] : groups.length === 0 ? fromSession.noGroup : null;
  return (
    <TimeZoneProvider zone={session.timeZone}>
      <PageHeader
        title={fromSession.title({ session: session.title })}
        description={fromSession.lead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: session.title })}
          </Link>
        }
      />
      <p className="mb-5 text-muted">
        <Time at={session.startsAt} show="exact" />
        {seatsLeft !== null && !closed && ` · ${fromSession.seats({ count: seatsLeft })}`}
      </p>
      {blocked ? (
        <Notice tone="info" title={blocked} />
      ) : (
        <Form method="post" className="grid max-w-xl gap-5">
          <ErrorSummary errors={errors} />
          {answer?.sent && <InviteResults sent={answer.sent} base={base} />}
          <TextArea
            // What could not be invited stands in the form again.
            key={values.addresses}
            name="addresses"
            label={fromSession.addresses}
            hint={fromSession.addressesHint}
            required
            rows={3}
            autoCapitalize="none"
            spellCheck={false}
            error={errors?.addresses}
            defaultValue={values.addresses}
          />
          <Select
            name="groupId"
            label={fromSession.group}
            hint={fromSession.groupHint}
            required
            error={errors?.groupId}
            empty={fromSession.groupMissing}
            defaultValue={values.groupId}
            options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextArea
            name="message"
            label={note}
            hint={noteHint}
            maxLength={1000}
            rows={3}
            error={errors?.message}
            defaultValue={values.message}
          />
          <Select
            name="language"
            label={languageLabel}
            markOptional={false}
            empty={languageOfPlaces}
            defaultValue={values.language}
            options={languages.map((one) => ({ value: one, label: languageNames[one] }))}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" pending={busy}>
              {manage.invite.send}
            </Button>
            <LinkButton to={here} variant="quiet">
              {common.cancel}
            </LinkButton>
          </div>
        </Form>
      )}
    </TimeZoneProvider>
  );
}
