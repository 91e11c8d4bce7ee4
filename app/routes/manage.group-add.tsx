import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { CheckboxGroup } from "../components/ui/choice-group";
import { EmptyState } from "../components/ui/empty-state";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts } from "../messages/manage/en/people";
import { groups } from "../messages/manage/en/places";
import { useWords } from "../request";
import { groupOf, insideGroups } from "./manage.groups.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { acts, groups };

/** As many as a search shows. */
const shownAtMost = 10;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideGroups(context, request);
  const groupId = params.groupId ?? "";
  const q = new URL(request.url).searchParams.get("q")?.trim() ?? "";
  const [group, found] = await Promise.all([
    groupOf(context, groupId),
    q ? context.attempt(() => context.useCases.findMembersToAdd({ groupId, q })) : null,
  ]);
  const here = `${base}/groups/${group.id}`;
  if (!group.may.members || group.job) throw redirect(here);
  return {
    workspace: workspace.name,
    here,
    group: group.name,
    part: !member.may.includes("group.members"),
    q,
    people: found?.ok ? found.value.people : null,
    tooShort: found?.ok === false,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideGroups(context, request);
  const form = await request.formData();
  const membershipIds = form.getAll("people").map(String);
  const groupId = params.groupId ?? "";
  if (membershipIds.length === 0) {
    return data({ errors: { people: manage.groups.add.nobody } }, { status: 422 });
  }
  const added = await context.attempt(() => context.useCases.addGroupMembers({ groupId, membershipIds }));
  if (!added.ok) {
    return data({ errors: { "": errorText(manage, added.error) } }, { status: added.error.status });
  }
  return redirectWithFlash(context, `${base}/groups/${groupId}`, {
    kind: "groupAdded",
    count: added.value.added,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.groups.add.title({ group: found.group })} · ${found.workspace}` : "" }];
};

/** Puts people who are here already into a group, found by a search (F20). */
export default function AddToGroup() {
  const manage = useManage(sections);
  const { here, group, part, q, people, tooShort } = useLoaderData<typeof loader>();
  const answer = useActionData() as { errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const { common } = useWords();
  const words = manage.groups.add;
  return (
    <>
      <PageHeader
        title={words.title({ group })}
        description={part ? words.leadPart : words.lead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: group })}
          </Link>
        }
      />
      <Form
        key={q}
        method="get"
        role="search"
        className="grid max-w-xl grid-cols-[minmax(0,1fr)_auto] items-end gap-3"
      >
        <TextField
          name="q"
          type="search"
          label={words.search}
          required
          maxLength={200}
          autoComplete="off"
          defaultValue={q}
          error={tooShort ? words.tooShort : undefined}
        />
        <Button type="submit">{words.submit}</Button>
      </Form>
      {people?.length === 0 && <EmptyState title={words.none}>{words.noneHelp}</EmptyState>}
      {people && people.length > 0 && (
        <Form key={`found ${q}`} method="post" className="grid max-w-xl gap-5">
          <ErrorSummary errors={answer?.errors} />
          <CheckboxGroup
            name="people"
            legend={words.choose}
            required
            hint={people.length === shownAtMost ? words.first : undefined}
            error={answer?.errors.people}
            selected={people.length === 1 ? people.map(({ id }) => id) : []}
            choices={people.map(({ id, name, email }) => ({
              value: id,
              label: name || email || id,
              description: name ? email : null,
            }))}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" pending={busy}>
              {words.add}
            </Button>
            <LinkButton to={here} variant="quiet">
              {common.cancel}
            </LinkButton>
          </div>
        </Form>
      )}
    </>
  );
}
