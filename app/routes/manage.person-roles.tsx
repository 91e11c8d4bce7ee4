import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import {
  type PlaceKind,
  placesName,
  type RolePlaces,
  RolePlacesFields,
} from "../components/people/role-places";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts } from "../messages/manage/en/people";
import { person } from "../messages/manage/en/person";
import { posted } from "../posted";
import { useWords } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";
import { personOf, placePages, placesAgain, plainOption, whoIs } from "./manage.person.server";

const sections = { acts, person };

const placeKinds = ["unit", "group"] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const { policies } = workspace;
  const [person, pages] = await Promise.all([
    personOf(context, params.membershipId),
    placePages(context, policies["units.enabled"]),
  ]);
  const { may, roles, grantableAt, isLastAdmin } = person;
  const here = `${base}/people/${person.id}`;
  if (!may.changeRoles) throw redirect(here);
  const held = [...new Set(roles.map(({ role }) => role))];
  const at = (role: string, kind: PlaceKind) =>
    roles.flatMap((one) => {
      const id = kind === "unit" ? one.unitId : one.groupId;
      return one.role === role && id !== null ? [plainOption({ id, name: one.place ?? id })] : [];
    });
  const places: RolePlaces = Object.fromEntries(
    held.map((role) => [role, { unit: at(role, "unit"), group: at(role, "group") }]),
  );
  return {
    workspace: workspace.name,
    here,
    who: whoIs(person),
    held: held as string[],
    places,
    pages,
    source: `${base}/people/places`,
    roles: grantableAt.map(({ role, kinds }) => ({
      role,
      // Where there are no units, nothing holds in one that does not hold there already.
      kinds: kinds.filter(
        (kind) => kind === "group" || policies["units.enabled"] || at(role, "unit").length > 0,
      ),
    })),
    several: policies["roles.multiple"],
    isLastAdmin,
    openedByOthers: person.openedByOthers,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const membershipId = params.membershipId ?? "";
  const ticked = form.getAll("roles").map(String);
  const idsAt = (role: string, kind: PlaceKind) =>
    form.getAll(placesName(role, kind)).map(String).filter(Boolean);
  const placed = form.getAll("placed").map(String);
  const wanted = ticked.flatMap((role) => {
    if (!placed.includes(role)) return [{ role }];
    return placeKinds.flatMap((kind) => idsAt(role, kind).map((id) => ({ role, [`${kind}Id`]: id })));
  });
  const nowhere = ticked.filter((role) => placed.includes(role) && !wanted.some((one) => one.role === role));
  const again = async (errors: Record<string, string>, status: number) => {
    const places = await Promise.all(
      ticked.map(async (role) => {
        const [unit, group] = await Promise.all(
          placeKinds.map((kind) => placesAgain(context, kind, idsAt(role, kind))),
        );
        return [role, { unit: unit ?? [], group: group ?? [] }] as const;
      }),
    );
    return data({ errors, ticked, places: Object.fromEntries(places) as RolePlaces }, { status });
  };
  if (nowhere.length > 0) {
    // By its name alone a role stays where it is held; here its places stand in the form and were taken out.
    return again(Object.fromEntries(nowhere.map((role) => [`at.${role}`, manage.rolePlaces.missing])), 422);
  }
  const changed = await context.attempt(() =>
    context.useCases.changeRoles(posted({ membershipId, roles: wanted })),
  );
  if (!changed.ok) {
    const { error } = changed;
    const atRole = error.errors.flatMap(({ path, message }) => {
      const role = wanted[Number(/^roles\.(\d+)/.exec(path)?.[1] ?? -1)]?.role;
      return role && placed.includes(role) ? [[`at.${role}`, message] as const] : [];
    });
    return again(atRole.length > 0 ? Object.fromEntries(atRole) : fieldErrors(manage, error), error.status);
  }
  return redirectWithFlash(context, `${base}/people/${membershipId}`, {
    kind: "roles",
    who: String(form.get("who") ?? ""),
    personId: membershipId,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.person.roles.title({ who: found.who })} · ${found.workspace}` : "" }];
};

/** The roles of one person, each in the whole workspace or where it holds. */
export default function PersonRoles() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, who, roles, several, isLastAdmin, openedByOthers } = loaded;
  const answer = useActionData() as
    | { errors: Record<string, string>; ticked: string[]; places: RolePlaces }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const { common } = useWords();
  return (
    <>
      <PageHeader
        title={manage.person.roles.title({ who })}
        description={manage.person.roles.lead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      {isLastAdmin && <Notice tone="info" title={manage.person.lastAdmin} />}
      {openedByOthers && <Notice tone="warn">{manage.person.roles.openedByOthers}</Notice>}
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <input type="hidden" name="who" value={who} />
        {roles.map(
          ({ role, kinds }) =>
            kinds.length > 0 && <input key={role} type="hidden" name="placed" value={role} />,
        )}
        <RolePlacesFields
          roles={roles}
          several={several}
          ticked={answer?.ticked ?? loaded.held}
          places={answer?.places ?? loaded.places}
          pages={loaded.pages}
          source={loaded.source}
          errors={answer?.errors}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {manage.person.roles.submit}
          </Button>
          <LinkButton to={here} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
