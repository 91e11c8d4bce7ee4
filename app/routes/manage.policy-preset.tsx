import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { PolicyConsequences } from "../components/settings/policy-consequences";
import {
  isPreset,
  policyErrors,
  policyWordsIn,
  presetKeys,
  themeKeys,
  usePolicyErrors,
  usePolicyWords,
  useValueWords,
  wordsOf,
} from "../components/settings/policy-words";
import { Button, LinkButton } from "../components/ui/button";
import { RadioGroup } from "../components/ui/choice-group";
import { DefinitionList } from "../components/ui/definition-list";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOf } from "../manage-words.server";
import type { PolicyKey } from "../messages/manage/en/policies";
import { insideOf, redirectWithFlash } from "./manage.guard.server";

/** The preset that is wanted, and what becomes of the workspace's own changes. */
function wishOf(given: { get(name: string): FormDataEntryValue | string | null }) {
  const to = String(given.get("to") ?? "");
  return { to: isPreset(to) ? to : null, resets: given.get("own") === "reset" };
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const { to, resets } = wishOf(new URL(request.url).searchParams);
  const [now, then] = await Promise.all([
    context.useCases.reviewPolicies({}),
    to ? context.useCases.reviewPolicies({ preset: to, resetPolicies: resets }) : null,
  ]);
  return {
    base,
    workspace: workspace.name,
    title: policyWordsIn(context.terms("en")).compare.title,
    preset: now.preset,
    own: now.kept.length,
    to,
    resets,
    wanted: then && {
      changes: then.changes,
      kept: then.kept,
      errors: then.errors,
      consequences: then.consequences,
    },
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { base } = insideOf(context, request);
  const { to, resets } = wishOf(await request.formData());
  if (!to) throw new Response(null, { status: 400 });
  const changed = await context.attempt(() =>
    context.useCases.changeWorkspace({ preset: to, resetPolicies: resets }),
  );
  if (!changed.ok) {
    return data({ errors: policyErrors(manageOf(context), changed.error) }, { status: changed.error.status });
  }
  return redirectWithFlash(context, `${base}/settings/policies`, { kind: "settings" });
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${found?.title ?? ""} · ${found?.workspace ?? ""}` },
];

/** Choose a preset, read what becomes different and what that meets, apply it. */
export default function PolicyPreset() {
  const { base, preset, own, to, resets, wanted } = useLoaderData<typeof loader>();
  const answer = useActionData() as { errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = usePolicyWords();
  const { compare } = words;
  const refused = usePolicyErrors(answer?.errors);
  const list = `${base}/settings/policies`;
  return (
    <>
      <PageHeader
        title={compare.title}
        description={compare.lead}
        back={
          <Link to={list} className="link">
            {words.title}
          </Link>
        }
      />
      <ErrorSummary errors={refused} />
      <Form method="get" className="grid max-w-3xl gap-5" key={`${to} ${resets}`}>
        <RadioGroup
          name="to"
          legend={compare.legend}
          required
          selected={[to ?? preset]}
          choices={presetKeys.map((name) => ({
            value: name,
            label:
              name === preset
                ? `${words.presets[name].title} (${compare.current})`
                : words.presets[name].title,
            description: words.presets[name].lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            )),
          }))}
        />
        {own > 0 && (
          <RadioGroup
            name="own"
            legend={compare.ownLegend}
            required
            selected={[resets ? "reset" : "keep"]}
            choices={[
              { value: "keep", label: compare.ownKeep({ count: own }) },
              { value: "reset", label: compare.ownReset },
            ]}
          />
        )}
        <div>
          <Button type="submit" variant={wanted ? "secondary" : "primary"}>
            {wanted ? compare.again : compare.submit}
          </Button>
        </div>
      </Form>
      {wanted && to && (
        <Section
          title={compare.to({ preset: words.presets[to].title })}
          description={
            wanted.changes.length === 0 ? compare.same : compare.differences({ count: wanted.changes.length })
          }
        >
          <Difference changes={wanted.changes} />
          <Kept kept={wanted.kept} />
          <PolicyConsequences consequences={wanted.consequences} />
          <Impossible errors={wanted.errors} />
          {wanted.errors.length === 0 && (wanted.changes.length > 0 || to !== preset) && (
            <Form method="post" className="flex flex-wrap gap-2">
              <input type="hidden" name="to" value={to} />
              <input type="hidden" name="own" value={resets ? "reset" : "keep"} />
              <Button type="submit" variant="primary" pending={busy}>
                {compare.apply({ preset: words.presets[to].title })}
              </Button>
              <LinkButton to={list} variant="quiet">
                {words.form.back}
              </LinkButton>
            </Form>
          )}
        </Section>
      )}
    </>
  );
}

type Wanted = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["wanted"]>;

/** Each policy that becomes different: now and then, in words. */
function Difference({ changes }: Pick<Wanted, "changes">) {
  const words = usePolicyWords();
  const say = useValueWords();
  const { columns } = words.compare;
  const told = themeKeys
    .map((theme) => ({
      theme,
      changes: words.themes[theme].keys.flatMap((key) => changes.find((change) => change.key === key) ?? []),
    }))
    .filter(({ changes }) => changes.length > 0);
  if (told.length === 0) return null;
  return (
    <Table caption={words.compare.caption}>
      <TableHead>
        <HeadCell>{columns.policy}</HeadCell>
        <HeadCell>{columns.before}</HeadCell>
        <HeadCell>{columns.after}</HeadCell>
      </TableHead>
      {told.map(({ theme, changes }) => (
        <tbody key={theme}>
          <Row>
            <Cell colSpan={3} className="sm:max-w-none! sm:pt-5! sm:align-bottom">
              <span className="font-semibold">{words.themes[theme].title}</span>
            </Cell>
          </Row>
          {changes.map(({ key, before, after }) => (
            <Row key={key}>
              <Cell className="sm:w-1/4! sm:max-w-none! sm:py-2! sm:align-top">
                {wordsOf(words, key as PolicyKey).title}
              </Cell>
              <Cell label={columns.before} className="text-muted sm:w-[37%] sm:py-2! sm:align-top">
                {say(key as PolicyKey, before)}
              </Cell>
              <Cell label={columns.after} className="sm:py-2! sm:align-top">
                {say(key as PolicyKey, after)}
              </Cell>
            </Row>
          ))}
        </tbody>
      ))}
    </Table>
  );
}

/** What the workspace says itself, and goes on saying. */
function Kept({ kept }: Pick<Wanted, "kept">) {
  const words = usePolicyWords();
  const say = useValueWords();
  const told = kept.filter(({ key }) => isTold(words, key));
  if (told.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-semibold">{words.compare.keptTitle}</h3>
      <DefinitionList
        items={told.map(({ key, value }) => ({
          term: wordsOf(words, key as PolicyKey).title,
          value: say(key as PolicyKey, value),
        }))}
      />
    </div>
  );
}

/** Why it cannot be applied. */
function Impossible({ errors }: Pick<Wanted, "errors">) {
  const words = usePolicyWords();
  const said = usePolicyErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])));
  if (errors.length === 0) return null;
  return (
    <Notice tone="error" title={words.compare.impossible}>
      <ul className="grid list-disc gap-1 ps-5">
        {Object.values(said ?? {}).map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
      <p className="mt-2">{words.compare.impossibleHelp}</p>
    </Notice>
  );
}

/** True for what has words here; the workspace's own words have a page of theirs. */
function isTold(words: ReturnType<typeof usePolicyWords>, key: string): boolean {
  return Object.hasOwn(words.keys, key);
}
