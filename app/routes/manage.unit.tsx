import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { PlaceCourses } from "../components/places/place-courses";
import { PlaceLanguageSelect } from "../components/places/place-language";
import { placeOptions } from "../components/places/place-tree";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { groups, tree, units } from "../messages/manage/en/places";
import { useRoleWords } from "../role-words";
import { errorText, fieldErrors, redirectWithFlash } from "./manage.guard.server";
import { insideUnits } from "./manage.units.server";

const sections = { groups, tree, units };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideUnits(context, request);
  const manages = member.may.includes("unit.manage");
  const [found, { units, nextCursor }] = await Promise.all([
    context.attempt(() => context.useCases.viewUnit({ unitId: params.unitId ?? "" })),
    manages ? context.useCases.listUnits({}) : { units: [], nextCursor: null },
  ]);
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  return {
    base,
    address: `${base}/units`,
    people: `${base}/people?unitId=${found.value.id}`,
    workspace: workspace.name,
    unit: found.value,
    invite:
      found.value.may.invite && context.workspace?.policies["invite.optional"].includes("unit")
        ? `${base}/people/invite?unitIds=${found.value.id}`
        : null,
    manages,
    assigns: member.mayInPart.includes("enrolment.manage"),
    options: placeOptions(units, found.value.id),
    more: nextCursor !== null,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideUnits(context, request);
  const address = `${base}/units`;
  const unitId = params.unitId ?? "";
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  if (text("intent") === "delete") {
    const deleted = await context.attempt(() => context.useCases.deleteUnit({ unitId }));
    return redirectWithFlash(
      context,
      deleted.ok ? address : `${address}/${unitId}`,
      deleted.ok
        ? { kind: "unitDeleted", who: deleted.value.name }
        : { kind: "error", text: errorText(manage, deleted.error) },
    );
  }
  const values = { name: text("name"), parentId: text("parentId"), language: text("language") };
  const changed = await context.attempt(() =>
    context.useCases.changeUnit({
      unitId,
      name: values.name,
      ...(form.has("parentId") && { parentId: values.parentId || null }),
      ...(form.has("language") && { language: (values.language || null) as "en" | null }),
    }),
  );
  if (!changed.ok) {
    return data({ values, errors: fieldErrors(manage, changed.error) }, { status: changed.error.status });
  }
  return redirectWithFlash(context, address, { kind: "unitSaved", who: changed.value.name });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.units.changeTitle({ name: found.unit.name })} · ${found.workspace}` : "" },
  ];
};

/** A unit: who looks after it, its courses; rename, move, delete. */
export default function Unit() {
  const manage = useManage(sections);
  const { base, address, people, unit, invite, manages, assigns, options, more } =
    useLoaderData<typeof loader>();
  const answer = useActionData() as
    | { values: { name: string; parentId: string; language: string }; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.units;
  const { tree } = manage;
  const headcount = ({ members, invited }: { members: number; invited: number }) =>
    invited > 0
      ? `${tree.members({ count: members })} · ${tree.invited({ count: invited })}`
      : tree.members({ count: members });
  const roleWords = useRoleWords();
  return (
    <>
      <PageHeader
        title={unit.name}
        description={
          <>
            <p>{headcount(unit)}</p>
            {unit.withBelow && <p>{words.withBelow({ people: headcount(unit.withBelow) })}</p>}
          </>
        }
        back={
          <nav aria-label={words.back} className="flex flex-wrap gap-x-1">
            <Link to={address} className="link">
              {words.back}
            </Link>
            {unit.above.map(({ id, name }) => (
              <span key={id} className="flex gap-x-1">
                <span aria-hidden="true" className="text-muted">
                  ›
                </span>
                <Link to={`${address}/${id}`} className="link wrap-anywhere">
                  {name}
                </Link>
              </span>
            ))}
          </nav>
        }
        actions={
          <>
            <LinkButton to={people}>{words.people}</LinkButton>
            {invite && (
              <LinkButton to={invite} variant="primary">
                {manage.groups.invite}
              </LinkButton>
            )}
          </>
        }
      />
      <Section title={words.holders} description={unit.holders.length === 0 ? words.noHolders : undefined}>
        {unit.holders.length > 0 && (
          <ul className="grid max-w-xl">
            {unit.holders.map((holder) => (
              <li key={`${holder.id} ${holder.role}`} className="grid gap-1 border-b border-line py-2">
                <Link
                  to={`${base}/people/${holder.id}`}
                  className="w-fit font-medium wrap-anywhere hover:underline"
                >
                  {holder.name || holder.email || "–"}
                </Link>
                <span className="text-sm text-muted">
                  {roleWords(holder.role).name}
                  {holder.inherited &&
                    (holder.at ? (
                      <>
                        {" "}
                        {words.holderOf}{" "}
                        <Link to={`${address}/${holder.at.id}`} className="link wrap-anywhere">
                          {holder.at.name}
                        </Link>
                      </>
                    ) : (
                      ` ${words.holderAbove}`
                    ))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {unit.courses && (
        <Section
          title={words.courses}
          description={
            unit.courses.length > 0 ? words.coursesLead : assigns ? words.noCoursesHelp : words.noCourses
          }
        >
          {unit.courses.length > 0 && <PlaceCourses base={base} courses={unit.courses} />}
        </Section>
      )}
      {manages && (
        <Section title={words.settings}>
          <Form key={unit.id} method="post" className="grid max-w-xl gap-5">
            <ErrorSummary errors={answer?.errors} />
            <TextField
              name="name"
              label={words.name}
              required
              maxLength={100}
              autoComplete="off"
              error={answer?.errors.name}
              defaultValue={answer?.values.name ?? unit.name}
            />
            <Select
              name="parentId"
              label={words.parent}
              hint={more ? words.parentMany : words.parentHint}
              empty={manage.tree.top}
              markOptional={false}
              options={options}
              error={answer?.errors.parentId}
              defaultValue={answer?.values.parentId ?? unit.parentId ?? ""}
            />
            <PlaceLanguageSelect
              inherited={unit.inherited}
              value={answer?.values.language ?? unit.language ?? ""}
              error={answer?.errors.language}
            />
            <div>
              <Button type="submit" variant="primary" pending={busy}>
                {words.changeSubmit}
              </Button>
            </div>
          </Form>
        </Section>
      )}
      {manages && (
        <Section
          title={words.deleteTitle}
          description={unit.isEmptyBelow ? words.deleteLead : words.notEmpty}
        >
          {unit.isEmptyBelow && (
            <Form method="post">
              <Button type="submit" name="intent" value="delete" variant="danger" pending={busy}>
                {words.deleteSubmit}
              </Button>
            </Form>
          )}
        </Section>
      )}
    </>
  );
}
