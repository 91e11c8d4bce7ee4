import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { PartLine } from "../components/part-line";
import { GroupDialog } from "../components/places/group-dialog";
import { TreeList } from "../components/places/tree-search";
import { buttonClass } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { groups } from "../messages/manage/en/places";
import { groupOptions, groupTree, insideGroups } from "./manage.groups.server";

const sections = { groups };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const inside = insideGroups(context, request);
  const { workspace, member, base } = inside;
  const address = `${base}/groups`;
  const create = member.mayInPart.includes("group.manage");
  const [{ q, cursor, groups, nextCursor }, options] = await Promise.all([
    groupTree(context, request, address),
    create ? groupOptions(context, inside, null) : null,
  ]);
  return {
    address,
    workspace: workspace.name,
    options,
    q,
    cursor,
    nextCursor,
    groups: groups.map(({ id, parentId, name, visibility, members, invited, above }) => ({
      id,
      parentId,
      name,
      visibility,
      members,
      invited,
      above,
    })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.groups.title} · ${data?.workspace ?? ""}` }];
};

/** The tree of groups (screen 11). */
export default function Groups() {
  const manage = useManage(sections);
  const { address, options, q, cursor, nextCursor, groups } = useLoaderData<typeof loader>();
  const [creating, setCreating] = useState(false);
  const words = manage.groups;
  const create = options && (
    <Link
      to={`${address}/new`}
      prefetch="intent"
      className={buttonClass({ variant: "primary" })}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        setCreating(true);
      }}
    >
      <Plus aria-hidden="true" className="size-4" />
      {words.create}
    </Link>
  );
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={groups.length > 0 || q ? create : null}
      />
      <PartLine />
      {groups.length === 0 && !q && !cursor ? (
        <EmptyState title={words.empty} actions={create}>
          {words.emptyHelp}
        </EmptyState>
      ) : (
        <TreeList
          address={address}
          label={words.caption}
          places={groups}
          q={q}
          cursor={cursor}
          nextCursor={nextCursor}
        />
      )}
      {creating && options && (
        <GroupDialog address={address} options={options} onClose={() => setCreating(false)} />
      )}
    </>
  );
}
