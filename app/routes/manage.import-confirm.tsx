import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { ColumnKey } from "../../worker/domain/imports/columns";
import { columnName } from "../components/imports/problem-words";
import { ImportSteps } from "../components/imports/steps";
import { Button, LinkButton } from "../components/ui/button";
import { Checkbox } from "../components/ui/checkbox";
import { RadioGroup } from "../components/ui/choice-group";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Select } from "../components/ui/select";
import { TextArea } from "../components/ui/text-area";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { languageNames, languages } from "../messages";
import { imports } from "../messages/manage/en/imports";
import { setUp } from "../messages/manage/en/set-up";
import { fieldErrors } from "./manage.guard.server";
import { found, importErrorText, insideImports, requireStep, stepPath } from "./manage.import.server";

const sections = { imports, setUp };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const [view, form, way] = await Promise.all([
    found(context, (useCases) => useCases.viewImport({ importId, addresses: true })),
    // What seats there are stands with the form that invites.
    workspace.seats === null ? null : context.useCases.viewInviteForm({}),
    context.attempt(() => context.useCases.viewSetUpForm({})),
  ]);
  requireStep(base, view, "confirm");
  const { id, fileName, counts, options, guessedEncoding, mapping, labels } = view;
  // Nothing to confirm: the review says what is missing.
  if ((counts.ready ?? 0) + (counts.warning ?? 0) + (counts.update ?? 0) === 0)
    throw redirect(stepPath(base, view));
  const invites = (counts.ready ?? 0) + (counts.warning ?? 0) > 0;
  return {
    base,
    workspace: workspace.name,
    seats: invites ? (form?.seats ?? null) : null,
    maySetUp: invites && way.ok,
    mailed: invites && way.ok ? way.value.mailed : [],
    reminders: workspace.policies["reminders.schedule"].length,
    id,
    fileName,
    counts,
    options,
    guessedEncoding,
    newGroups: view.newGroups,
    withoutAddress: view.withoutAddress,
    taken: [...new Set(mapping)].flatMap((column) =>
      column && column !== "email" ? [columnName(manage, column as ColumnKey, labels[column])] : [],
    ),
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideImports(context, request);
  const form = await request.formData();
  const message = String(form.get("message") ?? "").trim();
  const language = String(form.get("language") ?? "");
  const intent = form.get("intent");
  const setUp = intent === "setUp";
  const credentials = String(form.get("credentials") ?? "");
  const values = { message, language, credentials, lettersRight: form.has("encodingIsRight") };
  const confirmed = await context.attempt(() =>
    context.useCases.confirmImport({
      importId: params.importId ?? "",
      setUp,
      send: intent !== "prepare",
      ...(setUp && credentials && { credentials: credentials as "set_password_link" }),
      ...(message && { message }),
      ...(language && { language: language as "en" }),
      ...(values.lettersRight && { encodingIsRight: true }),
    }),
  );
  if (confirmed.ok) return redirect(stepPath(base, confirmed.value), 303);
  const { error } = confirmed;
  const errors =
    error.errors.length > 0
      ? fieldErrors(manage, error)
      : error.code === "ENCODING_UNCONFIRMED"
        ? { encodingIsRight: importErrorText(manage, error) }
        : { "": importErrorText(manage, error) };
  return data({ errors, values }, { status: error.status });
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.imports.confirm.title} · ${page?.workspace ?? ""}` }];
};

const left = ["already_member", "already_invited", "duplicate", "deactivated", "excluded"] as const;

/** What exactly will happen, before it does (D28). */
export default function ImportConfirm() {
  const manage = useManage(sections);
  const {
    base,
    id,
    fileName,
    reminders,
    counts,
    options,
    guessedEncoding,
    newGroups,
    withoutAddress,
    taken,
    seats,
    maySetUp,
    mailed,
  } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  const busy = navigation.state !== "idle" && navigation.formData ? navigation.formData.get("intent") : null;
  const words = manage.imports.confirm;
  const number = manage.imports.number;
  const warned = counts.warning ?? 0;
  const count = (counts.ready ?? 0) + warned;
  /** Of those whom there is an address to write to. */
  const mails = count - withoutAddress;
  const updates = counts.update ?? 0;
  const errors = counts.error ?? 0;
  return (
    <>
      <PageHeader
        title={words.title}
        description={`${fileName}. ${words.lead}`}
        back={
          <Link to={`${base}/imports/${id}/review`} className="link">
            {words.back}
          </Link>
        }
      />
      <ImportSteps current="confirm" />
      <Form method="post" className="grid max-w-3xl gap-6">
        <ErrorSummary errors={answer?.errors} />
        <table className="w-full border-collapse">
          <caption className="pb-2 text-start text-lg font-semibold">{words.consequence}</caption>
          <tbody>
            {count > 0 && <Line term={words.invite} value={number(count)} strong />}
            {warned > 0 && <Line term={words.warned} value={number(warned)} sub />}
            {updates > 0 && (
              <Line term={words.update} help={words.updateHelp} value={number(updates)} strong />
            )}
            {newGroups.length > 0 && (
              <Line
                term={words.newGroups}
                help={newGroups.join(", ")}
                value={number(newGroups.length)}
                strong
              />
            )}
            {withoutAddress > 0 && (
              <Line
                term={words.withoutAddress}
                help={maySetUp ? words.withoutAddressSetUp : words.withoutAddressHelp}
                value={number(withoutAddress)}
                sub
              />
            )}
            <Line term={words.mails} value={mails > 0 ? words.mailsNow({ count: mails }) : number(0)} />
            {count > 0 && reminders > 0 && (
              <Line term={words.reminders} value={words.remindersOf({ count: reminders })} />
            )}
            {seats && (
              <Line
                term={words.seats}
                help={seats.reserves ? words.seatsHeld : words.seatsLater}
                value={words.seatsLeft(seats)}
              />
            )}
            {left.map((outcome) => {
              const rows = counts[outcome] ?? 0;
              return rows > 0 ? (
                <Line
                  key={outcome}
                  term={`${words.skipped}: ${manage.imports.outcomes[outcome]}`}
                  help={manage.imports.outcomeHelp[outcome]}
                  value={number(rows)}
                />
              ) : null;
            })}
            {taken.length > 0 && <Line term={words.alsoTaken} value={taken.join(", ")} />}
            {errors > 0 && <Line term={words.errors} help={words.errorsHelp} value={number(errors)} />}
          </tbody>
        </table>
        {guessedEncoding && (
          <Notice tone="warn" title={manage.imports.review.guessedTitle}>
            <p>{manage.imports.review.guessed}</p>
            <ul className="my-1 flex flex-wrap gap-x-4 font-medium">
              {guessedEncoding.map((sample) => (
                <li key={sample}>{sample}</li>
              ))}
            </ul>
            <Checkbox
              name="encodingIsRight"
              label={words.letters}
              defaultChecked={answer?.values.lettersRight}
              required
            />
          </Notice>
        )}
        {count > 0 && (
          <Section title={words.mail}>
            <div className="grid max-w-xl gap-5">
              <TextArea
                name="message"
                label={words.message}
                hint={words.messageHint}
                maxLength={1000}
                rows={3}
                defaultValue={answer?.values.message ?? options.message ?? ""}
                error={answer?.errors.message}
              />
              <Select
                name="language"
                label={words.language}
                hint={words.languageHint}
                // What was chosen with the file stays chosen.
                required={options.language !== null}
                markOptional={false}
                empty={options.language === null ? words.languageOfPlaces : undefined}
                defaultValue={answer?.values.language ?? options.language ?? ""}
                options={languages.map((value) => ({ value, label: languageNames[value] }))}
                error={answer?.errors.language}
              />
            </div>
          </Section>
        )}
        {mailed.length > 1 && (
          <Section title={words.ways}>
            <RadioGroup
              name="credentials"
              legend={manage.setUp.credentials}
              hint={words.waysHint}
              choices={mailed.map((value) => ({ value, ...manage.setUp.kinds[value] }))}
              required
              selected={[answer?.values.credentials || options.credentials || "set_password_link"]}
              error={answer?.errors.credentials}
            />
          </Section>
        )}
        <div className="grid gap-2 border-t border-line pt-6">
          <div className="flex flex-wrap gap-2">
            {mails + updates > 0 && (
              <Button type="submit" variant="primary" name="intent" value="send" pending={busy === "send"}>
                {mails === 0
                  ? words.change({ count: updates })
                  : updates > 0
                    ? words.sendAndChange({ count: mails, updates })
                    : words.send({ count: mails })}
              </Button>
            )}
            {mails > 0 && (
              <Button type="submit" name="intent" value="prepare" pending={busy === "prepare"}>
                {words.prepare({ count: mails })}
              </Button>
            )}
            {maySetUp && (
              <Button type="submit" name="intent" value="setUp" pending={busy === "setUp"}>
                {words.setUp({ count })}
              </Button>
            )}
            <LinkButton to={`${base}/imports/${id}/review`} variant="quiet">
              {words.back}
            </LinkButton>
          </div>
          {count > 0 && (
            <p className="max-w-2xl text-sm text-muted">
              {words.prepareHelp}
              {maySetUp && ` ${mailed.length > 1 ? words.setUpHelpChosen : words.setUpHelp}`}
            </p>
          )}
        </div>
      </Form>
    </>
  );
}

interface LineProps {
  term: string;
  help?: string;
  value: string;
  strong?: boolean;
  /** A part of the line above. */
  sub?: boolean;
}

function Line({ term, help, value, strong, sub }: LineProps) {
  return (
    <tr className="border-t border-line">
      <th
        scope="row"
        className={`py-2.5 pe-4 text-start ${strong ? "font-semibold" : "font-normal"} ${sub ? "ps-5" : ""}`}
      >
        {term}
        {help && <span className="block text-sm font-normal text-muted">{help}</span>}
      </th>
      <td className={`py-2.5 text-end align-top tabular-nums ${strong ? "text-md font-semibold" : ""}`}>
        {value}
      </td>
    </tr>
  );
}
