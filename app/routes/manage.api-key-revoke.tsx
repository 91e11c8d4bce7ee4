import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { keys } from "../messages/manage/en/api-keys";
import { errorText, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { keys };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const { keys } = await context.useCases.listApiKeys({});
  const key = keys.find(({ id }) => id === params.keyId);
  if (!key) throw new Response(null, { status: 404 });
  const address = `${base}/settings/api-keys`;
  if (key.revokedAt !== null) throw redirect(address);
  return { workspace: workspace.name, address, name: key.name };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const revoked = await context.attempt(() =>
    context.useCases.revokeApiKey({ apiKeyId: params.keyId ?? "" }),
  );
  return redirectWithFlash(
    context,
    `${base}/settings/api-keys`,
    revoked.ok
      ? { kind: "keyRevoked", who: String(form.get("name") ?? "") }
      : { kind: "error", text: errorText(manage, revoked.error) },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: data ? `${manage.keys.revokeTitle({ name: data.name })} · ${data.workspace}` : "" }];
};

export default function RevokeKey() {
  const manage = useManage(sections);
  const { address, name } = useLoaderData<typeof loader>();
  const busy = useNavigation().state === "submitting";
  const words = manage.keys;
  return (
    <>
      <PageHeader
        title={words.revokeTitle({ name })}
        description={words.revokeLead}
        back={
          <Link to={address} className="link">
            {words.back}
          </Link>
        }
      />
      <Form method="post" className="flex flex-wrap gap-2">
        <input type="hidden" name="name" value={name} />
        <Button type="submit" variant="danger" pending={busy}>
          {words.revokeSubmit}
        </Button>
        <LinkButton to={address} variant="quiet">
          {words.keep}
        </LinkButton>
      </Form>
    </>
  );
}
