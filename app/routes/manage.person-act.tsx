import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts as actsWords } from "../messages/manage/en/people";
import { person } from "../messages/manage/en/person";
import { usual } from "../messages/usual/en";
import { useWords } from "../request";
import { errorText, fieldErrors, insideOf, redirectWithFlash, returnTo } from "./manage.guard.server";

const sections = { acts: actsWords, person };

const acts = ["cancel", "deactivate", "reactivate", "remove"] as const;
type Act = (typeof acts)[number];

function actOf(name: string | undefined): Act {
  const act = acts.find((known) => known === name);
  if (!act) throw new Response(null, { status: 404 });
  return act;
}

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const act = actOf(params.act);
  const found = await context.attempt(() =>
    context.useCases.viewMember({ membershipId: params.membershipId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { id, firstName, lastName, email, status, may, invitation } = found.value;
  const here = `${base}/people/${id}`;
  // What is not possible (any more) is explained on the person's own page.
  if (!may[act]) throw redirect(here);
  const who = `${firstName} ${lastName}`.trim() || email || "";
  return {
    workspace: workspace.name,
    here,
    act,
    who,
    word: email ?? who,
    invitationId: invitation?.id ?? "",
    /** The list that one came from, where there was one. */
    list: returnTo(new URL(request.url).searchParams, base, ""),
    mayDeactivate: may.deactivate,
    // Where there is no end of seats nobody asks for one.
    seat:
      workspace.seats === null
        ? null
        : act === "reactivate"
          ? ("takes" as const)
          : status === "active" && act !== "cancel"
            ? ("frees" as const)
            : null,
    // Some call it so, whoever it is about (D43).
    deletes: workspace.policies["lifecycle.remove"] === "delete" && (act === "remove" || act === "cancel"),
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const act = actOf(params.act);
  const form = await request.formData();
  const membershipId = params.membershipId ?? "";
  const { attempt, useCases } = context;
  const who = String(form.get("who") ?? "");
  const here = `${base}/people/${membershipId}`;
  const run = {
    cancel: () => useCases.cancelInvitation({ invitationId: String(form.get("invitationId") ?? "") }),
    deactivate: () => useCases.deactivateMember({ membershipId }),
    reactivate: () => useCases.reactivateMember({ membershipId }),
    remove: () =>
      useCases.removeMember({ membershipId, confirmation: String(form.get("confirmation") ?? "") }),
  };
  const done = await attempt<unknown>(run[act]);
  if (done.ok) {
    const kinds = {
      cancel: "canceled",
      deactivate: "deactivated",
      reactivate: "reactivated",
      remove: "removed",
    } as const;
    const gone = act === "remove" || act === "cancel";
    return redirectWithFlash(context, returnTo(form, base, gone ? `${base}/people` : here), {
      kind: kinds[act],
      who,
      personId: act === "remove" ? undefined : membershipId,
    });
  }
  const { error } = done;
  if (error.code !== "VALIDATION_FAILED") {
    return redirectWithFlash(context, here, { kind: "error", text: errorText(manage, error) });
  }
  const errors = fieldErrors(manage, error);
  if (errors.confirmation) errors.confirmation = manage.person.remove.wrong;
  return data({ errors }, { status: 422 });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.person[found.act].title({ who: found.who })} · ${found.workspace}` : "" },
  ];
};

/** Asks once more before an act that takes something away, and says what it takes. */
export default function PersonAct() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, act, who, word, invitationId, list, mayDeactivate, seat, deletes } = loaded;
  const errors = (useActionData() as { errors: Record<string, string> } | undefined)?.errors;
  const busy = useNavigation().state === "submitting";
  const { common } = useWords();
  const words = manage.person[act];
  const called = act === "cancel" ? manage.acts.cancel : null;
  // "Cancel" alone would read like the way out of the form.
  const own =
    called === null || called === common.cancel || called === usual.cancel_invitation ? null : called;
  return (
    <>
      <PageHeader
        title={own ? manage.person.cancel.titleAs({ act: own, who }) : words.title({ who })}
        description={seat ? `${words.lead} ${manage.person.seat[seat]}` : words.lead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={errors} />
        <input type="hidden" name="who" value={who} />
        <input type="hidden" name="returnTo" value={list} />
        {act === "cancel" && <input type="hidden" name="invitationId" value={invitationId} />}
        {act === "remove" && (
          <TextField
            name="confirmation"
            label={manage.person.remove.confirm({ word })}
            required
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="none"
            error={errors?.confirmation}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant={act === "reactivate" ? "primary" : "danger"} pending={busy}>
            {deletes ? manage.acts.deleteUser : (own ?? words.submit)}
          </Button>
          <LinkButton to={list || here} variant="quiet">
            {words.keep}
          </LinkButton>
          {act === "remove" && mayDeactivate && (
            <LinkButton to={`${here}/deactivate`} variant="quiet">
              {manage.person.remove.instead}
            </LinkButton>
          )}
        </div>
      </Form>
    </>
  );
}
