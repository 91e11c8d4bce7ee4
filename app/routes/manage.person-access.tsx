import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { RadioGroup } from "../components/ui/choice-group";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { access } from "../messages/manage/en/access";
import { acts as actsWords } from "../messages/manage/en/people";
import { posted } from "../posted";
import { useHydrated, useWords } from "../request";
import { dayOf, fieldErrors, insideOf, redirectWithFlash, returnTo } from "./manage.guard.server";

const sections = { access, acts: actsWords };

const acts = ["deactivate", "remove"] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const found = await context.attempt(() =>
    context.useCases.viewMember({ membershipId: params.membershipId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { id, firstName, lastName, email, may, accessEndsOn, accessEndDoes, accessEnded } = found.value;
  const here = `${base}/people/${id}`;
  if (!may.setAccessEnd) throw redirect(here);
  const usual = workspace.policies["access.on_expiry"] === "delete" ? "remove" : "deactivate";
  const wanted = new URL(request.url).searchParams.get("returnTo");
  return {
    workspace: workspace.name,
    here,
    back: wanted === `${base}/people/leaving` ? wanted : here,
    who: `${firstName} ${lastName}`.trim() || email || "",
    zone: workspace.timeZone,
    today: dayOf(context.now, workspace.timeZone),
    values: {
      accessEndsOn: accessEnded ? "" : (accessEndsOn ?? ""),
      accessEndDoes: accessEndDoes ?? usual,
    },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const membershipId = params.membershipId ?? "";
  const values = { accessEndsOn: text("accessEndsOn"), accessEndDoes: text("accessEndDoes") };
  const set = await context.attempt(() =>
    context.useCases.setAccessEnd(
      posted({
        membershipId,
        accessEndsOn: values.accessEndsOn || null,
        ...(values.accessEndDoes && { accessEndDoes: values.accessEndDoes }),
      }),
    ),
  );
  if (!set.ok) return data({ values, errors: fieldErrors(manage, set.error) }, { status: set.error.status });
  const { firstName, lastName } = set.value;
  return redirectWithFlash(context, returnTo(form, base, `${base}/people/${membershipId}`), {
    kind: "accessEnd",
    who: `${firstName} ${lastName}`.trim() || text("who"),
    personId: membershipId,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.access.formTitle({ who: found.who })} · ${found.workspace}` : "" }];
};

/** The last day of somebody's access, and what happens then. */
export default function PersonAccess() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, back, who, zone, today } = loaded;
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const { common } = useWords();
  const values = answer?.values ?? loaded.values;
  const errors = answer?.errors;
  const words = manage.access;
  return (
    <>
      <PageHeader
        title={words.formTitle({ who })}
        description={words.formLead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
        <ErrorSummary errors={errors} />
        <input type="hidden" name="who" value={who} />
        {back !== here && <input type="hidden" name="returnTo" value={back} />}
        <TextField
          name="accessEndsOn"
          type="date"
          label={words.day}
          hint={words.dayHint({ zone })}
          min={today}
          max="2099-12-31"
          error={errors?.accessEndsOn}
          defaultValue={values.accessEndsOn}
          className="max-w-56"
        />
        <RadioGroup
          name="accessEndDoes"
          legend={words.does}
          required
          selected={[values.accessEndDoes]}
          error={errors?.accessEndDoes}
          choices={acts.map((act) => ({ value: act, ...words.doesChoices[act] }))}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.submit}
          </Button>
          <LinkButton to={back} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
