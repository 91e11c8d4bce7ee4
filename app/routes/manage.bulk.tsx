import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { PageError } from "../../worker/web";
import { choiceNames, isPeopleAct, type PeopleAct, peopleActs } from "../components/people/bulk-acts";
import { BulkChoice } from "../components/people/bulk-choice";
import { BulkPreview } from "../components/people/bulk-preview";
import { filterQuery, readFilter } from "../components/people/filter";
import { dayText } from "../components/ui/day";
import { TextArea } from "../components/ui/text-area";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import type { ManageMessages } from "../messages/manage/en";
import { bulk, bulkPeople } from "../messages/manage/en/bulk";
import { posted } from "../posted";
import { useRequest } from "../request";
import { useRoleWords } from "../role-words";
import { bulkLists, missingChoice, readBulk, refusedFields } from "./manage.bulk.server";
import { dayOf, errorText, fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { bulk, bulkPeople };

/** Refusals at the fields of the form; a role without its place in the page's words. */
function refusalsOf(manage: ManageMessages, error: PageError): Record<string, string> {
  const placeless = error.errors.some(({ code }) => code === "role_scope");
  if (placeless) return { [choiceNames.role]: manage.bulkPeople.missing.place };
  return fieldErrors(manage, error, refusedFields);
}

/** An address without what was chosen for the act. */
function withoutChoice(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams(query);
  for (const name of [...Object.values(choiceNames), "chosen"]) kept.delete(name);
  return kept;
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, member, base } = insideOf(context, request);
  const query = new URL(request.url).searchParams;
  const wanted = readBulk(query, member.id);
  const { act, target } = wanted;
  const list = `${base}/people${filterQuery(readFilter(query))}`;
  if (target === "nobody" || target === "not_all") {
    const text = target === "nobody" ? manage.bulk.nobody : manage.bulk.notAll;
    throw redirectWithFlash(context, list, { kind: "error", text });
  }
  const { policies } = workspace;
  const shown = { workspace: workspace.name, list, canUndo: context.undoSeconds > 0 };
  if (!isPeopleAct(act)) {
    const preview = await context.useCases.previewJob(posted({ action: act, ...target }));
    return {
      ...shown,
      step: "mail" as const,
      act,
      rotates: policies["resend.token"] === "rotate",
      takesMessage: (act === "resend" || act === "remind") && policies["resend.message"],
      preview,
    };
  }
  const previewed =
    wanted.people &&
    (await context.attempt(() => context.useCases.previewPeopleJob(posted({ ...wanted.people, ...target }))));
  const { needs } = peopleActs[act];
  const kept = withoutChoice(query);
  const values = {
    role: query.get(choiceNames.role) ?? "",
    day: query.get(choiceNames.day) ?? "",
    endless: query.has(choiceNames.endless),
    labels: query.get(choiceNames.labels) ?? "",
  };
  if (previewed?.ok) {
    return {
      ...shown,
      step: "preview" as const,
      act,
      takesBack: query.has("ofJob"),
      preview: previewed.value,
      values,
      enrols: policies["enrol.from_group"],
      again: needs && !query.has("ofJob") ? `${base}/people/bulk?${kept}` : null,
    };
  }
  const choosable = !previewed || previewed.error.status === 422 || previewed.error.status === 409;
  const above = previewed?.error.code === "ROLE_ABOVE_YOURS";
  if (!needs || !(choosable || above)) throw new Response(null, { status: previewed?.error.status ?? 404 });
  const errors = previewed
    ? refusalsOf(manage, previewed.error)
    : query.has("chosen")
      ? missingChoice(manage, act)
      : undefined;
  return {
    ...shown,
    step: "choose" as const,
    act,
    need: needs,
    kept: [...kept],
    ticked: "ids" in target ? target.ids.length : null,
    ofJob: "ofJob" in target,
    lists: await bulkLists(context, base, act, query, policies["units.enabled"]),
    roles:
      needs === "role"
        ? member.grantable.map((role) => ({ role, places: member.rolePlaces[role] ?? [] }))
        : [],
    values,
    labels: needs === "labels" ? await knownLabels(context) : [],
    today: dayOf(context.now, workspace.timeZone),
    timeZone: workspace.timeZone,
    errors,
  };
}

/** Words that people have already; those of the whole workspace are for who sees all of it. */
async function knownLabels(context: LoaderFunctionArgs["context"]): Promise<string[]> {
  const found = await context.attempt(() => context.useCases.listLabels({}));
  return found.ok ? found.value.labels.map(({ label }) => label) : [];
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { member, base } = insideOf(context, request);
  const form = await request.formData();
  const wanted = readBulk(new URL(request.url).searchParams, member.id);
  const { act, target } = wanted;
  if (typeof target === "string" || (isPeopleAct(act) && !wanted.people)) throw redirect(`${base}/people`);
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const started = await context.attempt(() => {
    if (!isPeopleAct(act)) {
      const message = text("message");
      return context.useCases.startJob(posted({ action: act, ...target, ...(message && { message }) }));
    }
    const confirmation = text("confirmation");
    return context.useCases.startPeopleJob(
      posted({ ...wanted.people, ...target, ...(confirmation && { confirmation }) }),
    );
  });
  if (started.ok) return redirect(`${base}/jobs/${started.value.jobId}`, 303);
  const { error } = started;
  const errors = error.errors.length > 0 ? fieldErrors(manage, error) : { "": errorText(manage, error) };
  return data({ errors }, { status: error.status });
}

function titleOf(manage: Pick<ManageMessages, "bulk" | "bulkPeople">, act: string): string {
  if (isPeopleAct(act)) return manage.bulkPeople.titles[act];
  return manage.bulk.titles[act as keyof typeof manage.bulk.titles];
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${titleOf(manage, found?.act ?? "resend")} · ${found?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** What the act must be told, and then the consequence in a sentence, before anything happens. */
export default function Bulk() {
  const found = useLoaderData<typeof loader>();
  if (found.step === "choose") return <BulkChoice key={found.act} {...found} />;
  return found.step === "mail" ? <MailBulk {...found} /> : <PeopleBulk {...found} />;
}

function MailBulk({ list, act, rotates, takesMessage, preview, canUndo }: Extract<Loaded, { step: "mail" }>) {
  const manage = useManage(sections);
  const answer = useActionData<typeof action>();
  const { bulk } = manage;
  const count = preview.willDo;
  const sentence =
    act === "resend" ? (rotates ? bulk.will.resendRotate : bulk.will.resendKeep) : bulk.will[act];
  return (
    <BulkPreview
      title={bulk.titles[act]}
      list={list}
      willDo={count}
      skipped={preview.skipped}
      will={sentence({ count })}
      nothing={{ title: bulk.nothing[act], help: bulk.nothingHelp }}
      go={bulk.go[act]({ count })}
      danger={act === "cancel"}
      undo={canUndo ? bulk.canUndo : act === "cancel" && bulk.cannotUndo}
      errors={answer?.errors}
    >
      {takesMessage && (
        <TextArea name="message" label={bulk.message} hint={bulk.messageHint} maxLength={1000} rows={3} />
      )}
    </BulkPreview>
  );
}

const dangerous: ReadonlySet<PeopleAct> = new Set(["deactivate", "remove"]);

function PeopleBulk(found: Extract<Loaded, { step: "preview" }>) {
  const manage = useManage(sections);
  const { list, act, takesBack, preview, values, enrols, again, canUndo } = found;
  const answer = useActionData<typeof action>();
  const { language } = useRequest();
  const roleWords = useRoleWords();
  const { bulk, bulkPeople: words } = manage;
  const count = preview.willDo;
  const role = roleWords(values.role).name;
  const subject =
    act === "add_role" || act === "remove_role"
      ? preview.subject
        ? words.roleAt({ role, place: preview.subject })
        : role
      : act === "set_access_end"
        ? values.endless
          ? ""
          : dayText(values.day, language)
        : act === "add_labels" || act === "remove_labels"
          ? values.labels
          : (preview.subject ?? "");
  const will =
    act === "set_access_end" && values.endless
      ? words.will.endless
      : words.will[act === "move_to_unit" && takesBack ? "back_to_unit" : act];
  const number = new Intl.NumberFormat(language, { useGrouping: false }).format(count);
  return (
    <BulkPreview
      title={words.titles[act]}
      list={list}
      willDo={count}
      skipped={preview.skipped}
      will={will({ count, subject })}
      also={enrols && (act === "add_to_group" || act === "move_to_unit") ? words.enrols : undefined}
      nothing={{ title: words.nothing, help: words.nothingHelp }}
      go={words.go[act]({ count })}
      danger={dangerous.has(act)}
      undo={canUndo ? bulk.canUndo : act === "remove" && bulk.cannotUndo}
      again={again}
      errors={answer?.errors}
    >
      {act === "remove" && (
        <TextField
          name="confirmation"
          label={words.confirm({ count: number })}
          inputMode="numeric"
          autoComplete="off"
          required
          className="max-w-40"
          error={answer?.errors?.confirmation}
        />
      )}
    </BulkPreview>
  );
}
