import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import WorkItems, { type WorkItem } from "../components/work-items";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import type { ManageMessages } from "../messages/manage/en";
import { acts } from "../messages/manage/en/people";
import { work } from "../messages/manage/en/work";
import { insideOf } from "./manage.guard.server";

const sections = { acts, work };

export { unlessPreview as shouldRevalidate } from "../components/people/revalidation";

/** Bulk acts on invitations are called by what one pressed, other jobs by what they do. */
type MailJob = keyof ManageMessages["bulk"]["titles"];

function titleOf(manage: ManageMessages, { kind, fileName }: Omit<WorkItem, "title">): string {
  if (kind === "import") return manage.work.import({ file: fileName ?? "" });
  return kind in manage.bulk.titles ? manage.bulk.titles[kind as MailJob] : manage.job.titles[kind];
}

/** Read by the tray as well. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const found = await context.attempt(() => context.useCases.listWork({}));
  if (!found.ok) throw new Response(null, { status: found.error.status });
  const { items, running } = found.value;
  const manage = manageOf(context);
  const titled = items.map((item) => ({ ...item, title: titleOf(manage, item) }));
  return { base, workspace: workspace.name, items: titled, running };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.work.title} · ${data?.workspace ?? ""}` }];
};

/** What the tray shows, for those who have no scripts or came by its link. */
export default function Work() {
  const manage = useManage(sections);
  const { base, items } = useLoaderData<typeof loader>();
  const { work } = manage;
  return (
    <>
      <PageHeader
        title={work.title}
        description={work.description}
        back={
          <Link to={`${base}/people`} className="link">
            {manage.acts.back}
          </Link>
        }
      />
      {items.length > 0 ? (
        <div className="max-w-xl">
          <WorkItems base={base} items={items} />
        </div>
      ) : (
        <EmptyState title={work.empty}>{work.emptyHelp}</EmptyState>
      )}
    </>
  );
}
