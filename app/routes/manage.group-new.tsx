import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { GroupFields } from "../components/places/group-form";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { groups } from "../messages/manage/en/places";
import { posted } from "../posted";
import { useWords } from "../request";
import { groupOf, groupOptions, groupValues, insideGroups } from "./manage.groups.server";
import { fieldErrors, redirectWithFlash } from "./manage.guard.server";

const sections = { groups };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const inside = insideGroups(context, request);
  const { workspace, member, base } = inside;
  if (!member.mayInPart.includes("group.manage")) throw redirect(`${base}/groups`);
  const parentId = new URL(request.url).searchParams.get("parent");
  const [options, parent] = await Promise.all([
    groupOptions(context, inside, null),
    parentId ? groupOf(context, parentId) : null,
  ]);
  // A tree of thousands is not all among the options, the group that one comes from always is.
  if (parent && options.parents && !options.parents.some(({ value }) => value === parent.id)) {
    options.parents = [{ value: parent.id, label: parent.name }, ...options.parents];
  }
  return {
    workspace: workspace.name,
    address: `${base}/groups`,
    options,
    values: {
      name: "",
      description: "",
      visibility: "public",
      parentId: parent?.id ?? "",
      unitId: "",
      language: "",
    },
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideGroups(context, request);
  const form = await request.formData();
  const values = groupValues(form);
  const { parentId, unitId, language, ...told } = values;
  const made = await context.attempt(() =>
    context.useCases.createGroup(
      posted({
        ...told,
        parentId: parentId || null,
        // Left out: that of the group above.
        ...(unitId && { unitId }),
        ...(language && { language }),
      }),
    ),
  );
  if (!made.ok)
    return data({ values, errors: fieldErrors(manage, made.error) }, { status: made.error.status });
  return redirectWithFlash(context, `${base}/groups/${made.value.id}`, {
    kind: "groupCreated",
    who: made.value.name,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.groups.createTitle} · ${found?.workspace ?? ""}` }];
};

export default function NewGroup() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { address, options } = loaded;
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const { common } = useWords();
  const words = manage.groups;
  return (
    <>
      <PageHeader
        title={words.createTitle}
        description={words.description}
        back={
          <Link to={address} className="link">
            {words.back}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <GroupFields options={options} values={answer?.values ?? loaded.values} errors={answer?.errors} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.createSubmit}
          </Button>
          <LinkButton to={address} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
