import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts } from "../messages/manage/en/people";
import { groups } from "../messages/manage/en/places";
import { groupOf, insideGroups } from "./manage.groups.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { acts, groups };

/** People that a deletion takes out of a group at once; more take a while. */
const mostAtOnce = 1_000;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideGroups(context, request);
  const group = await groupOf(context, params.groupId);
  const here = `${base}/groups/${group.id}`;
  if (!group.may.manage || group.isRoot || group.job) throw redirect(here);
  const { name, members, invited, subgroups } = group;
  return { workspace: workspace.name, here, name, people: members + invited, below: subgroups.length > 0 };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideGroups(context, request);
  const deleted = await context.attempt(() =>
    context.useCases.deleteGroup({ groupId: params.groupId ?? "" }),
  );
  if (!deleted.ok) {
    return redirectWithFlash(context, `${base}/groups/${params.groupId}`, {
      kind: "error",
      text: errorText(manage, deleted.error),
    });
  }
  const { group, jobId } = deleted.value;
  return redirectWithFlash(context, `${base}/groups`, {
    kind: jobId ? "groupEmptying" : "groupDeleted",
    who: group.name,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: data ? `${manage.groups.deleteTitle({ name: data.name })} · ${data.workspace}` : "" }];
};

export default function DeleteGroup() {
  const manage = useManage(sections);
  const { here, name, people, below } = useLoaderData<typeof loader>();
  const busy = useNavigation().state === "submitting";
  const words = manage.groups;
  return (
    <>
      <PageHeader
        title={words.deleteTitle({ name })}
        description={below ? words.notEmpty : words.deleteLead({ count: people })}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name })}
          </Link>
        }
      />
      {!below && people > mostAtOnce && <p>{words.deleteMany}</p>}
      <Form method="post" className="flex flex-wrap gap-2">
        {!below && (
          <Button type="submit" variant="danger" pending={busy}>
            {words.deleteSubmit}
          </Button>
        )}
        <LinkButton to={here} variant="quiet">
          {words.keep}
        </LinkButton>
      </Form>
    </>
  );
}
