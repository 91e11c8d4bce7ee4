import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Picker, type PickerOption } from "../components/ui/picker";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { personParts } from "../messages/manage/en/fields";
import { invite } from "../messages/manage/en/invite";
import { acts } from "../messages/manage/en/people";
import { useHydrated, useWords } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";
import { personOf, placePages, placesAgain, plainOption, whoIs } from "./manage.person.server";

const sections = { acts, invite, personParts };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const { policies } = workspace;
  const withUnits = policies["units.enabled"];
  const [person, pages] = await Promise.all([
    personOf(context, params.membershipId),
    placePages(context, withUnits),
  ]);
  const here = `${base}/people/${person.id}`;
  if (!person.may.place) throw redirect(here);
  const { units, groups } = person;
  return {
    workspace: workspace.name,
    here,
    who: whoIs(person),
    source: `${base}/people/places`,
    withUnits,
    severalUnits: policies["units.per_person"] === "several",
    pages,
    follows: groups.filter(({ derived }) => derived).map(({ name }) => name),
    values: {
      unit: units.map(plainOption),
      group: groups.filter(({ derived }) => !derived).map(plainOption),
    },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const ids = (name: string) => form.getAll(name).map(String).filter(Boolean);
  const membershipId = params.membershipId ?? "";
  const [chosen, before] = [ids("groupIds"), ids("groupsBefore")];
  const placed = await context.attempt(() =>
    context.useCases.placeMember({
      membershipId,
      ...(form.has("withUnits") && { unitIds: ids("unitIds") }),
      addGroupIds: chosen.filter((id) => !before.includes(id)),
      removeGroupIds: before.filter((id) => !chosen.includes(id)),
    }),
  );
  if (!placed.ok) {
    const [unit, group] = await Promise.all([
      placesAgain(context, "unit", ids("unitIds")),
      placesAgain(context, "group", chosen),
    ]);
    return data(
      { values: { unit, group }, errors: fieldErrors(manage, placed.error, { addGroupIds: "groupIds" }) },
      { status: placed.error.status },
    );
  }
  return redirectWithFlash(context, `${base}/people/${membershipId}`, {
    kind: "places",
    who: String(form.get("who") ?? ""),
    personId: membershipId,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.personParts.placesTitle({ who: found.who })} · ${found.workspace}` : "" },
  ];
};

/** The units and groups of one person. */
export default function PersonPlaces() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, who, source, withUnits, severalUnits, pages, follows } = loaded;
  const answer = useActionData() as
    | { values: { unit: PickerOption[]; group: PickerOption[] }; errors: Record<string, string> }
    | undefined;
  const values = answer?.values ?? loaded.values;
  const [units, setUnits] = useState<readonly PickerOption[]>(values.unit);
  const [groups, setGroups] = useState<readonly PickerOption[]>(values.group);
  useEffect(() => {
    setUnits(values.unit);
    setGroups(values.group);
  }, [values]);
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const { common } = useWords();
  const words = manage.personParts;
  const { offer } = manage.invite;
  return (
    <>
      <PageHeader
        title={words.placesTitle({ who })}
        description={words.placesLead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
        <ErrorSummary errors={answer?.errors} />
        <input type="hidden" name="who" value={who} />
        {loaded.values.group.map(({ id }) => (
          <input key={id} type="hidden" name="groupsBefore" value={id} />
        ))}
        {withUnits && (
          <>
            <input type="hidden" name="withUnits" value="1" />
            <Picker
              name="unitIds"
              words={{
                ...offer.picker,
                ...offer.unit,
                legend: severalUnits ? words.units : offer.unit.legend,
              }}
              several={severalUnits}
              page={pages.unit}
              picked={units}
              onPick={setUnits}
              source={`${source}?kind=unit`}
              error={answer?.errors.unitIds}
            />
          </>
        )}
        <Picker
          name="groupIds"
          words={{ ...offer.picker, ...offer.group }}
          several
          page={pages.group}
          picked={groups}
          onPick={setGroups}
          source={`${source}?kind=group`}
          error={answer?.errors.groupIds}
        />
        {follows.length > 0 && (
          <p className="-mt-4 text-sm text-muted">
            {words.placesBelow({ names: new Intl.ListFormat("en").format(follows) })}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.placesSubmit}
          </Button>
          <LinkButton to={here} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
