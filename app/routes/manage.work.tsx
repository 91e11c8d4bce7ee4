import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { WorkItems } from "../components/work-items";
import { manageOfPage, useManage } from "../manage-words";
import { insideOf } from "./manage.guard.server";

export { unlessPreview as shouldRevalidate } from "../components/people/revalidation";

/** Read by the tray as well. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const found = await context.attempt(() => context.useCases.listWork({}));
  if (!found.ok) throw new Response(null, { status: found.error.status });
  return { base, workspace: workspace.name, ...found.value };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches);
  return [{ title: `${manage.work.title} · ${data?.workspace ?? ""}` }];
};

/** What the tray shows, for those who have no scripts or came by its link. */
export default function Work() {
  const manage = useManage();
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
