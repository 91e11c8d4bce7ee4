import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import {
  policyWordsIn,
  themeKeys,
  usePolicyWords,
  useValueWords,
  wordsOf,
} from "../components/settings/policy-words";
import { Button, LinkButton } from "../components/ui/button";
import { Chip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import type { PolicyKey } from "../messages/manage/en/policies";
import { insideOf } from "./manage.guard.server";

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const review = await context.useCases.reviewPolicies({});
  return {
    base,
    workspace: workspace.name,
    title: policyWordsIn(context.terms("en")).title,
    q: new URL(request.url).searchParams.get("q")?.trim().slice(0, 200) ?? "",
    preset: review.preset,
    // The page asks by keys that it reads from the document of words; a type with a key each cannot be asked so.
    policies: review.policies as unknown as Record<string, unknown>,
    own: Object.fromEntries(review.kept.map(({ key, preset }) => [key, { preset }])),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${found?.title ?? ""} · ${found?.workspace ?? ""}` },
];

/** All policies as a document: a line a rule, by themes, with what it does now. */
export default function PoliciesPage() {
  const { base, q, preset, policies, own } = useLoaderData<typeof loader>();
  const words = usePolicyWords();
  const say = useValueWords();
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (key: PolicyKey) => {
    const { title, meaning, values = {} } = wordsOf(words, key);
    const text = [key, title, meaning, say(key, policies[key]), ...Object.values(values)]
      .join(" ")
      .toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const shown = themeKeys
    .map((theme) => ({ theme, keys: words.themes[theme].keys.filter(matches) }))
    .filter(({ keys }) => keys.length > 0);
  const count = shown.reduce((sum, { keys }) => sum + keys.length, 0);
  const changed = Object.keys(own).length;
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <Section
        title={words.preset}
        description={words.presetLead}
        actions={<LinkButton to={`${base}/settings/policies/preset`}>{words.choosePreset}</LinkButton>}
      >
        <div className="grid max-w-prose gap-1">
          <p>
            {words.presetIs({ preset: words.presets[preset].title })}{" "}
            {changed > 0 ? words.ownCount({ count: changed }) : words.ownNone}
          </p>
          <p className="text-muted">{words.presets[preset].lines.join(" ")}</p>
        </div>
      </Section>
      <div className="grid items-start gap-x-12 gap-y-6 border-t border-line pt-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
        <div className="grid gap-4 lg:sticky lg:top-6">
          <Form method="get" role="search" className="flex gap-2">
            <input
              type="search"
              name="q"
              aria-label={words.search}
              placeholder={words.search}
              defaultValue={q}
              key={q}
              maxLength={200}
              autoComplete="off"
              data-search=""
              className="field min-w-0 grow"
            />
            <Button type="submit" className="lg:sr-only lg:focus:not-sr-only">
              {words.searchSubmit}
            </Button>
          </Form>
          <nav aria-label={words.contents}>
            <ul className="flex flex-wrap gap-x-4 gap-y-1 lg:grid">
              {shown.map(({ theme }) => (
                <li key={theme}>
                  <a
                    href={`#${theme}`}
                    className="link inline-flex min-h-8 items-center pointer-coarse:min-h-11"
                  >
                    {words.themes[theme].title}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {q && (
            <p role="status" className="text-sm text-muted">
              {words.found({ count })}{" "}
              <Link to={`${base}/settings/policies`} className="link">
                {words.showAll}
              </Link>
            </p>
          )}
        </div>
        <div className="grid min-w-0 gap-10">
          {shown.length === 0 && (
            <EmptyState
              title={words.nothingFound}
              actions={<LinkButton to={`${base}/settings/policies`}>{words.showAll}</LinkButton>}
            />
          )}
          {shown.map(({ theme, keys }) => (
            <section
              key={theme}
              id={theme}
              aria-labelledby={`${theme}-title`}
              className="grid scroll-mt-6 gap-3"
            >
              <div className="flex flex-wrap items-start justify-between gap-3">
                <div>
                  <h2 id={`${theme}-title`} className="text-lg font-semibold">
                    {words.themes[theme].title}
                  </h2>
                  <p className="text-muted">{words.themes[theme].lead}</p>
                </div>
                <LinkButton to={`${base}/settings/policies/${theme}`} size="small">
                  {words.change}
                  <VisuallyHidden> {words.themes[theme].title}</VisuallyHidden>
                </LinkButton>
              </div>
              <dl className="border-t border-line">
                {keys.map((key) => (
                  <div
                    key={key}
                    id={key}
                    className="grid scroll-mt-6 gap-x-6 gap-y-1 border-b border-line py-3 sm:grid-cols-[minmax(0,17rem)_minmax(0,1fr)]"
                  >
                    <dt className="text-muted">{wordsOf(words, key).title}</dt>
                    <dd className="grid gap-1">
                      <p className="wrap-anywhere">{say(key, policies[key])}</p>
                      {own[key] && (
                        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
                          <Chip>{words.own}</Chip>
                          {words.ofPreset({ value: say(key, own[key].preset) })}
                        </p>
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </>
  );
}
