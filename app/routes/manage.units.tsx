import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { PartLine } from "../components/part-line";
import { PlaceLanguageSelect } from "../components/places/place-language";
import { placeOptions } from "../components/places/place-tree";
import { TreeList } from "../components/places/tree-search";
import { Button } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { tree, units } from "../messages/manage/en/places";
import { posted } from "../posted";
import { fieldErrors, redirectWithFlash } from "./manage.guard.server";
import { insideUnits } from "./manage.units.server";

const sections = { tree, units };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideUnits(context, request);
  const address = `${base}/units`;
  const query = new URL(request.url).searchParams;
  const q = query.get("q")?.trim() ?? "";
  const cursor = query.get("cursor");
  const found = await context.attempt(() =>
    context.useCases.listUnits(posted({ ...(q && { q }), ...(cursor && { cursor }) })),
  );
  if (!found.ok) {
    if (found.error.code === "VALIDATION_FAILED" && query.size > 0) throw redirect(address);
    throw new Response(null, { status: found.error.status });
  }
  const { units, nextCursor } = found.value;
  return {
    address,
    workspace: workspace.name,
    manages: member.may.includes("unit.manage"),
    units,
    q,
    cursor,
    nextCursor,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideUnits(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const values = { name: text("name"), parentId: text("parentId"), language: text("language") };
  const made = await context.attempt(() =>
    context.useCases.createUnit({
      name: values.name,
      parentId: values.parentId || null,
      language: (values.language || null) as "en" | null,
    }),
  );
  if (!made.ok)
    return data({ values, errors: fieldErrors(manage, made.error) }, { status: made.error.status });
  return redirectWithFlash(context, `${base}/units`, { kind: "unitCreated", who: made.value.name });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.units.title} · ${found?.workspace ?? ""}` }];
};

/** The tree of organisation units, and a form that makes one. */
export default function Units() {
  const manage = useManage(sections);
  const { address, manages, units, q, cursor, nextCursor } = useLoaderData<typeof loader>();
  const answer = useActionData() as
    | { values: { name: string; parentId: string; language: string }; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.units;
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <PartLine />
      {units.length === 0 && !q && !cursor ? (
        <EmptyState title={words.empty}>{words.emptyHelp}</EmptyState>
      ) : (
        <TreeList
          address={address}
          label={words.caption}
          places={units}
          q={q}
          cursor={cursor}
          nextCursor={nextCursor}
        />
      )}
      {manages && !q && (
        <Section title={words.create} plain>
          {/* A unit more: the form begins empty. */}
          <Form key={units.length} method="post" className="grid max-w-xl gap-5">
            <ErrorSummary errors={answer?.errors} />
            <TextField
              name="name"
              label={words.name}
              required
              maxLength={100}
              autoComplete="off"
              error={answer?.errors.name}
              defaultValue={answer?.values.name}
            />
            {units.length > 0 && (
              <Select
                name="parentId"
                label={words.parent}
                hint={nextCursor ? words.parentMany : undefined}
                empty={manage.tree.top}
                markOptional={false}
                options={placeOptions(units)}
                error={answer?.errors.parentId}
                defaultValue={answer?.values.parentId ?? ""}
              />
            )}
            <PlaceLanguageSelect
              inherited={null}
              value={answer?.values.language ?? ""}
              error={answer?.errors.language}
            />
            <div>
              <Button type="submit" variant="primary" pending={busy}>
                {words.createSubmit}
              </Button>
            </div>
          </Form>
        </Section>
      )}
    </>
  );
}
