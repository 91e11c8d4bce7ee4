import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useFetcher, useLoaderData, useNavigation } from "@remix-run/react";
import { type FormEvent, useEffect, useRef } from "react";
import { InvitationFields } from "../components/people/invitation-fields";
import { emptyOffer } from "../components/people/offer-fields";
import { ReminderTimes } from "../components/people/reminder-times";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { errors } from "../messages/manage/en/errors";
import { acts } from "../messages/manage/en/people";
import { person } from "../messages/manage/en/person";
import { useHydrated, useWords } from "../request";
import { errorText, fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";
import {
  customErrors,
  offerAgain,
  offerChoices,
  offeredValues,
  offerFields,
  readOffer,
} from "./manage.offer.server";
import { readTerm, termChoices, termFields, untilBounds } from "./manage.terms.server";

const sections = { acts, errors, person };

export { unlessPreview as shouldRevalidate } from "../components/people/revalidation";

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, base } = insideOf(context, request);
  const membershipId = params.membershipId ?? "";
  const [found, form] = await Promise.all([
    context.attempt(() => context.useCases.viewMember({ membershipId })),
    context.attempt(() => context.useCases.viewInviteForm({ membershipId })),
  ]);
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { id, invitation, may, grantableRoles } = found.value;
  const here = `${base}/people/${id}`;
  if (!invitation || !may.edit) throw redirect(here);
  const { policies, timeZone } = workspace;
  return {
    workspace: workspace.name,
    here,
    who: `${invitation.firstName} ${invitation.lastName}`.trim() || invitation.email,
    invitationId: invitation.id,
    revision: invitation.revision,
    reminders: invitation.reminders,
    timeZone,
    picker: policies["invite.role_picker"],
    roles: grantableRoles,
    terms: termChoices(manage, policies, "keep"),
    untilBounds: untilBounds(policies, timeZone, context.now),
    offer: form.ok ? offerChoices(form.value, base, timeZone, context.now) : null,
    values: {
      email: invitation.email,
      firstName: invitation.firstName,
      lastName: invitation.lastName,
      roles: [...new Set(invitation.roles.map(({ role }) => role))] as string[],
      message: invitation.note ?? "",
      language: invitation.language,
      term: "keep",
      until: "",
      offer: (form.ok && offeredValues(form.value)) || emptyOffer,
    },
  };
}

type Answer = {
  values: Awaited<ReturnType<typeof loader>>["values"];
  errors: Record<string, string>;
};

/** Null where the fields do not say an edit that could be saved. */
type Preview = { reminders: readonly number[] | null };

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const values = {
    email: text("email"),
    firstName: text("firstName"),
    lastName: text("lastName"),
    roles: form.getAll("roles").map(String),
    message: text("message"),
    language: text("language"),
    term: text("term") || "keep",
    until: text("until"),
  };
  const again = async () => ({ ...values, offer: await offerAgain(context, form) });
  const term = readTerm(manage, form, workspace.timeZone);
  const invitationId = text("invitationId");
  if (form.get("intent") === "preview") {
    const shown = await context.attempt(() =>
      context.useCases.previewEdit({ invitationId, email: values.email, ...term.input }),
    );
    return data<Preview>({ reminders: shown.ok && !term.error ? shown.value.reminders : null });
  }
  if (term.error)
    return data(
      { values: await again(), errors: { until: term.error } as Record<string, string> },
      { status: 422 },
    );
  const { email, firstName, lastName, roles, message } = values;
  const edited = await context.attempt(() =>
    context.useCases.editInvitation({
      invitationId,
      revision: Number(text("revision")),
      email,
      firstName,
      lastName,
      roles,
      message,
      language: (values.language || undefined) as "en" | undefined,
      ...term.input,
      ...readOffer(form),
    }),
  );
  const here = `${base}/people/${params.membershipId}`;
  if (edited.ok) {
    const moved = edited.value.email !== text("addressBefore");
    const { firstName: first, lastName: last } = edited.value;
    const who = moved ? edited.value.email : `${first} ${last}`.trim() || edited.value.email;
    return redirectWithFlash(context, here, { kind: moved ? "moved" : "edited", who });
  }
  const { error } = edited;
  if (error.code === "NOT_PENDING")
    return redirectWithFlash(context, here, { kind: "error", text: errorText(manage, error) });
  const taken = error.code === "ALREADY_MEMBER" || error.code === "ALREADY_INVITED";
  const errors: Record<string, string> = taken
    ? { email: errorText(manage, error) }
    : { ...fieldErrors(manage, error, { ...termFields, ...offerFields }), ...customErrors(error) };
  return data({ values: await again(), errors }, { status: error.status });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.person.edit.title({ who: found.who })} · ${found.workspace}` : "" }];
};

/** Everything about an open invitation, in place. */
export default function PersonEdit() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, who, invitationId, revision } = loaded;
  const answer = useActionData() as Answer | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const words = useWords();
  const previewer = useFetcher<Preview>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const reminders = previewer.data ? previewer.data.reminders : loaded.reminders;
  const values = answer?.values ?? loaded.values;
  const errors = answer?.errors;
  const { edit } = manage.person;

  /** Only these three move the reminders. */
  function preview(event: FormEvent<HTMLFormElement>) {
    const { name } = event.target as Element & { name: string };
    if (name !== "email" && name !== "term" && name !== "until") return;
    const form = event.currentTarget;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const typed = new FormData(form);
      typed.set("intent", "preview");
      previewer.submit(typed, { method: "post" });
    }, 400);
  }

  return (
    <>
      <PageHeader
        title={edit.title({ who })}
        description={edit.lead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated} onChange={preview}>
        {errors && errors[""] === manage.errors.EDIT_CONFLICT ? (
          <Notice
            tone="error"
            title={errors[""]}
            actions={
              <LinkButton to={`${here}/edit`} size="small" reloadDocument>
                {words.errors.conflict.action}
              </LinkButton>
            }
          />
        ) : (
          <ErrorSummary errors={errors} />
        )}
        <input type="hidden" name="invitationId" value={invitationId} />
        <input type="hidden" name="revision" value={revision} />
        <input type="hidden" name="addressBefore" value={loaded.values.email} />
        <InvitationFields choices={loaded} values={values} errors={errors} />
        {reminders && <ReminderTimes moments={reminders} zone={loaded.timeZone} />}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {edit.submit}
          </Button>
          <LinkButton to={here} variant="quiet">
            {words.common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
