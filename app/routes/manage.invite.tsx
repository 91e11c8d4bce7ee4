import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import {
  type InviteAnswer,
  InviteForm,
  type InviteOptions,
  type InviteValues,
} from "../components/people/invite-form";
import { InviteHelp } from "../components/people/invite-help";
import { InviteTabs } from "../components/people/invite-tabs";
import { knownCodes } from "../components/people/known-person";
import { forFrame } from "../components/people/mail-preview";
import { emptyOffer } from "../components/people/offer-fields";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { invite } from "../messages/manage/en/invite";
import { acts } from "../messages/manage/en/people";
import { helpForInviting } from "./help.server";
import { errorText, fieldErrors, insideOf, redirectWithFlash, returnTo } from "./manage.guard.server";
import { linesOf, placesIn } from "./manage.invited.server";
import { customErrors, offerAgain, offerChoices, offerFields, readOffer } from "./manage.offer.server";
import { readTerm, termChoices, termFields, untilBounds } from "./manage.terms.server";

const sections = { acts, invite };

/** Names of the form's fields for the use cases' paths. */
const fieldNames = { ...termFields, ...offerFields, addresses: "email" };

export { unlessPreview as shouldRevalidate } from "../components/people/revalidation";

export async function loader({ context, request }: LoaderFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, member, base } = insideOf(context, request);
  if (!member.mayInPart.includes("invitation.create")) throw new Response(null, { status: 403 });
  const { policies, timeZone } = workspace;
  const required: readonly string[] = policies["invite.required"];
  const must = policies.name_source === "inviter_required";
  const usualRole = policies["invite.default_role"];
  const query = new URL(request.url).searchParams;
  const startValues: InviteValues = {
    email: query.get("email") ?? "",
    firstName: "",
    lastName: "",
    roles: usualRole && member.grantable.includes(usualRole) ? [usualRole] : [],
    message: "",
    language: "",
    term: "usual",
    until: "",
    // Where a page of a group or unit leads here, they are picked already.
    offer:
      query.has("groupIds") || query.has("unitIds") ? await offerAgain(context, placesIn(query)) : emptyOffer,
    tell: true,
  };
  const [preview, form] = await Promise.all([
    context.attempt(() =>
      context.useCases.previewInvitation({
        roles: startValues.roles,
        ...placesPicked(startValues.offer),
      }),
    ),
    context.useCases.viewInviteForm({}),
  ]);
  const options: InviteOptions = {
    base,
    workspace: workspace.name,
    customer: workspace.customerName,
    shown: {
      customer: policies["invite.optional"].includes("customer"),
      workspace: policies["invite.optional"].includes("workspace"),
    },
    timeZone,
    roles: member.grantable,
    picker: policies["invite.role_picker"],
    nameNeeded: {
      first: must || required.includes("first_name"),
      last: must || required.includes("last_name"),
    },
    nameFrom: policies.name_source,
    terms: termChoices(manage, policies, "usual"),
    untilBounds: untilBounds(policies, timeZone, context.now),
    startValues,
    several: policies["invite.multi_address"],
    viewerId: member.id,
    seats: form.seats,
    offer: offerChoices(form, base, timeZone, context.now),
  };
  const setsUp = await context.attempt(() => context.useCases.viewSetUpForm({}));
  return {
    options,
    preview: preview.ok ? forFrame(preview.value) : null,
    setsUp: setsUp.ok,
    help: helpForInviting(context, workspace),
  };
}

/** What decides in which language the mail is. */
function placesOf({ unitIds, groupIds }: ReturnType<typeof readOffer>) {
  return { unitIds, groupIds };
}

function placesPicked({ unit, group }: InviteValues["offer"]) {
  return { unitIds: unit.map(({ id }) => id), groupIds: group.map(({ id }) => id) };
}

function readValues(form: FormData): Omit<InviteValues, "offer"> {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    email: text("email"),
    firstName: text("firstName"),
    lastName: text("lastName"),
    roles: form.getAll("roles").map(String),
    message: text("message"),
    language: text("language"),
    term: text("term"),
    until: text("until"),
    tell: form.has("tell"),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, base } = insideOf(context, request);
  const form = await request.formData();
  const typed = readValues(form);
  const again = async (): Promise<InviteValues> => ({ ...typed, offer: await offerAgain(context, form) });
  const intent = form.get("intent");
  const term = readTerm(manage, form, workspace.timeZone);
  const { firstName, lastName, roles, message } = typed;
  const language = (typed.language || undefined) as "en" | undefined;

  if (intent === "preview") {
    const shown = await context.attempt(() =>
      context.useCases.previewInvitation({
        firstName,
        roles,
        message,
        language,
        ...term.input,
        ...placesOf(readOffer(form)),
      }),
    );
    return data<InviteAnswer>({ values: await again(), preview: shown.ok ? forFrame(shown.value) : null });
  }
  if (intent === "check") {
    const checked = await context.attempt(() => context.useCases.checkAddresses({ addresses: typed.email }));
    if (checked.ok) return data<InviteAnswer>({ checked: checked.value });
    const { error } = checked;
    return data<InviteAnswer>({ errors: fieldErrors(manage, error, fieldNames) }, { status: error.status });
  }
  if (intent === "undo") {
    const op = String(form.get("op") ?? "");
    const undone = await context.attempt(() =>
      context.useCases.undoInvitations({ op, count: Number(form.get("count")) }),
    );
    return redirectWithFlash(
      context,
      `${base}/people`,
      undone.ok
        ? { kind: "withdrawnMany", count: undone.value.withdrawn }
        : { kind: "error", text: errorText(manage, undone.error) },
    );
  }
  const errors: Record<string, string> = {};
  if (!typed.email.trim()) errors.email = manage.invite.emailMissing;
  if (term.error) errors.until = term.error;
  if (Object.keys(errors).length > 0)
    return data<InviteAnswer>({ values: await again(), errors }, { status: 422 });

  const invited = await context.attempt(() =>
    context.useCases.inviteListed({
      addresses: typed.email,
      firstName,
      lastName,
      roles,
      message,
      language,
      ...term.input,
      ...readOffer(form),
      tellInviter: typed.tell,
      send: intent !== "prepare",
    }),
  );
  if (!invited.ok) {
    const { error } = invited;
    const values = await again();
    const params = error.params as Record<string, string | null>;
    if (knownCodes.includes(error.code)) {
      const known = {
        code: error.code,
        personId: params.membershipId ?? null,
        invitationId: params.invitationId ?? null,
      };
      return data<InviteAnswer>(
        { values, known, errors: { email: errorText(manage, error) } },
        { status: error.status },
      );
    }
    if (error.code === "SEVERAL_ADDRESSES_OFF") {
      const refused = { email: errorText(manage, error) };
      return data<InviteAnswer>({ values, errors: refused, importInstead: true }, { status: error.status });
    }
    const refused = { ...fieldErrors(manage, error, fieldNames), ...customErrors(error) };
    return data<InviteAnswer>({ values, errors: refused }, { status: error.status });
  }
  const list = returnTo(form, base, `${base}/people`);
  const prepared = intent === "prepare";
  let flash: Response;
  if (invited.value.several) {
    const { lines, left } = linesOf(context, invited.value.people);
    const count = lines.length - left.length;
    const undo = invited.value.undo ? { ...invited.value.undo, count } : undefined;
    if (left.length > 0) {
      const sent = { prepared, people: lines, undo: undo ?? null };
      return data<InviteAnswer>({ values: { ...(await again()), email: left.join("\n") }, sent });
    }
    flash = redirectWithFlash(context, list, {
      kind: prepared ? "preparedMany" : "invitedMany",
      count,
      undo,
    });
  } else {
    const { invitation, advice, undo } = invited.value;
    flash = redirectWithFlash(context, list, {
      kind: prepared ? "prepared" : "invited",
      who: invitation.email,
      personId: invitation.userId,
      undo: undo ? { invitationId: invitation.id, ...undo } : undefined,
      elsewhere: advice === "account_elsewhere" || undefined,
    });
  }
  // The dialog stays where it is: it needs the word that it may close, and the flash, but no way to go.
  if (form.has("dialog")) {
    return data<InviteAnswer>(
      { done: true },
      { headers: { "Set-Cookie": flash.headers.get("Set-Cookie") ?? "" } },
    );
  }
  return flash;
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.invite.title} · ${found?.options.workspace ?? ""}` }];
};

export default function Invite() {
  const manage = useManage(sections);
  const { options, preview, setsUp, help } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as InviteAnswer | undefined;
  const busy = useNavigation().formData?.has("email") ?? false;
  return (
    <>
      <PageHeader
        title={manage.invite.title}
        description={
          // Said once: by the form, or here.
          options.shown.customer && options.shown.workspace
            ? undefined
            : manage.invite.lead({ workspace: options.workspace, customer: options.customer })
        }
        back={
          <Link to={`${options.base}/people`} className="link">
            {manage.acts.back}
          </Link>
        }
      />
      {setsUp && <InviteTabs base={options.base} current="invite" />}
      <InviteForm options={options} answer={{ preview, ...answer }} place="page" busy={busy} />
      <InviteHelp links={help} />
    </>
  );
}
