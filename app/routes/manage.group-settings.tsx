import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { GroupFields } from "../components/places/group-form";
import { GroupFrame } from "../components/places/group-frame";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { groups } from "../messages/manage/en/places";
import { posted } from "../posted";
import { groupOf, groupOptions, groupValues, headOf, insideGroups } from "./manage.groups.server";
import { fieldErrors, redirectWithFlash } from "./manage.guard.server";

const sections = { groups };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const inside = insideGroups(context, request);
  const { workspace, base } = inside;
  const group = await groupOf(context, params.groupId);
  if (!group.may.manage) throw redirect(`${base}/groups/${group.id}`);
  const options = await groupOptions(context, inside, group);
  const { above, visibility } = group;
  // Upwards from here: as far as learners of this group are learners too.
  const wall = above.toReversed().findIndex((one) => one.visibility === "private");
  const upwards = visibility === "public" ? above.slice(wall < 0 ? 0 : above.length - 1 - wall) : [];
  return {
    base,
    workspace: workspace.name,
    group: headOf(group),
    options,
    upwards: options.propagates ? upwards.map(({ id, name }) => ({ id, name })) : null,
    values: {
      name: group.name,
      description: group.description,
      visibility: group.visibility as string,
      parentId: group.parentId ?? "",
      unitId: group.unitId ?? "",
      language: group.language ?? "",
    },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideGroups(context, request);
  const form = await request.formData();
  const values = groupValues(form);
  const { name, description, visibility, parentId, unitId, language } = values;
  const changed = await context.attempt(() =>
    context.useCases.changeGroup(
      posted({
        groupId: params.groupId ?? "",
        name,
        description,
        // What the form does not offer stays.
        ...(form.has("visibility") && { visibility }),
        ...(form.has("parentId") && { parentId: parentId || null }),
        ...(form.has("unitId") && { unitId: unitId || null }),
        ...(form.has("language") && { language: language || null }),
      }),
    ),
  );
  if (!changed.ok) {
    return data({ values, errors: fieldErrors(manage, changed.error) }, { status: changed.error.status });
  }
  return redirectWithFlash(context, `${base}/groups/${params.groupId}`, {
    kind: "groupSaved",
    who: changed.value.group.name,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.groups.tabs.settings}: ${found.group.name} · ${found.workspace}` : "" }];
};

export default function GroupSettings() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { base, group, options, upwards } = loaded;
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.groups;
  return (
    <GroupFrame base={base} group={group} tab="settings">
      {group.isRoot && <p className="text-muted">{words.root}</p>}
      <Form key={group.id} method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <GroupFields options={options} values={answer?.values ?? loaded.values} errors={answer?.errors} />
        {upwards && !group.isRoot && (
          <p className="text-sm text-muted">
            {upwards.length === 0
              ? words.upwardsNone
              : `${words.upwards}: ${upwards
                  .toReversed()
                  .map(({ name }) => name)
                  .join(", ")}.`}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.settingsSubmit}
          </Button>
          {!group.isRoot && (
            <LinkButton to={`${base}/groups/${group.id}/delete`} variant="quiet">
              {words.deleteLink}
            </LinkButton>
          )}
        </div>
      </Form>
    </GroupFrame>
  );
}
