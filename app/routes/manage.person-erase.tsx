import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { access, erasure } from "../messages/manage/en/access";
import { acts } from "../messages/manage/en/people";
import { errorText, fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { access, acts, erasure };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const found = await context.attempt(() =>
    context.useCases.viewErasure({ membershipId: params.membershipId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 403 ? 403 : 404 });
  const { id, name, email, status, learning } = found.value;
  const who = name || email || "";
  return {
    workspace: workspace.name,
    here: `${base}/people/${id}`,
    // Somebody who was removed has no page to go back to.
    back: status === "removed" ? `${base}/people` : `${base}/people/${id}`,
    removed: status === "removed",
    who,
    word: email ?? who,
    learning,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const membershipId = params.membershipId ?? "";
  const erased = await context.attempt(() =>
    context.useCases.erasePerson({ membershipId, confirmation: String(form.get("confirmation") ?? "") }),
  );
  if (erased.ok) return redirectWithFlash(context, `${base}/people`, { kind: "erased" });
  const { error } = erased;
  if (error.code !== "VALIDATION_FAILED") {
    return redirectWithFlash(context, `${base}/people`, { kind: "error", text: errorText(manage, error) });
  }
  const errors = fieldErrors(manage, error);
  if (errors.confirmation) errors.confirmation = manage.erasure.wrong;
  return data({ errors }, { status: 422 });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.erasure.title({ who: found.who })} · ${found.workspace}` : "" }];
};

/** Asks once more before the data of somebody goes for good. */
export default function PersonErase() {
  const manage = useManage(sections);
  const { here, back, removed, who, word, learning } = useLoaderData<typeof loader>();
  const errors = (useActionData() as { errors: Record<string, string> } | undefined)?.errors;
  const busy = useNavigation().state === "submitting";
  const words = manage.erasure;
  return (
    <>
      <PageHeader
        title={words.title({ who })}
        description={words.lead}
        back={
          <Link to={back} className="link">
            {removed ? manage.acts.back : manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <p className="max-w-prose">
        {learning === "erase" ? words.loses : words.keeps} {words.account}
      </p>
      <Form method="post" action={`${here}/data.json`} reloadDocument>
        <Button type="submit">{manage.access.exportData}</Button>
      </Form>
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={errors} />
        <TextField
          name="confirmation"
          label={words.confirm({ word })}
          required
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="none"
          error={errors?.confirmation}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="danger" pending={busy}>
            {words.submit}
          </Button>
          <LinkButton to={back} variant="quiet">
            {words.keep}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
