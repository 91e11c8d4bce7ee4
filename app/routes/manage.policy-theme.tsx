import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { PolicyConsequences, type Review } from "../components/settings/policy-consequences";
import { PolicyControl } from "../components/settings/policy-control";
import { readPolicy, sameValue } from "../components/settings/policy-controls";
import {
  isPolicy,
  isTheme,
  policyErrors,
  policyWordsIn,
  usePolicyErrors,
  usePolicyWords,
} from "../components/settings/policy-words";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { manageOf } from "../manage-words.server";
import type { PolicyKey } from "../messages/manage/en/policies";
import { useHydrated } from "../request";
import { insideOf, redirectWithFlash } from "./manage.guard.server";

type Values = Record<string, unknown>;

/** What the form says again: why it was not saved, or what saving it meets. */
interface Answer {
  values: Values;
  reset: string[];
  errors: Record<string, string> | undefined;
  consequences: Review["consequences"] | null;
}

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const { theme } = params;
  if (!isTheme(theme)) throw new Response(null, { status: 404 });
  const review = await context.useCases.reviewPolicies({});
  return {
    base,
    workspace: workspace.name,
    theme,
    title: policyWordsIn(context.terms("en")).themes[theme].title,
    // One form for every theme: its controls are chosen by the key, and each checks its own value.
    policies: review.policies as unknown as Values,
    own: Object.fromEntries(review.kept.map(({ key, preset }) => [key, { value: preset }])),
    roles: [...review.policies["roles.set"]] as string[],
    rights: review.rights as Record<string, string[]>,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const { theme } = params;
  if (!isTheme(theme)) throw new Response(null, { status: 404 });
  const words = policyWordsIn(context.terms("en"));
  const form = await request.formData();
  const reset = form.getAll("reset").map(String);
  const values: Values = {};
  const changes: Values = {};
  const typed: Record<string, string> = {};
  for (const key of words.themes[theme].keys) {
    const value = readPolicy(key, form);
    if (value === undefined) continue;
    values[key] = value;
    if (reset.includes(key)) continue;
    if (holdsNoNumber(value)) typed[key] = words.form.wrongNumber;
    else if (!sameValue(value, workspace.policies[key])) changes[key] = value;
  }
  const refuse = (errors: Record<string, string>, status = 422) =>
    data<Answer>({ values, reset, errors, consequences: null }, { status });
  if (Object.keys(typed).length > 0) return refuse(typed);

  const wanted = { policies: changes, resetPolicies: reset.filter(isPolicy) };
  // What it meets is said once before it is done.
  if (form.get("confirmed") === null && (reset.length > 0 || Object.keys(changes).length > 0)) {
    const review = await context.attempt(() => context.useCases.reviewPolicies(wanted));
    if (review.ok && review.value.errors.length === 0 && review.value.consequences.length > 0) {
      return data<Answer>({ values, reset, errors: undefined, consequences: review.value.consequences });
    }
  }
  const changed = await context.attempt(() => context.useCases.changeWorkspace(wanted));
  if (!changed.ok) return refuse(policyErrors(manageOf(context), changed.error), changed.error.status);
  return redirectWithFlash(context, `${base}/settings/policies`, { kind: "settings" });
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${found?.title ?? ""} · ${found?.workspace ?? ""}` },
];

/** The policies of a theme as a form; those with scripts and those without send the same. */
export default function PolicyTheme() {
  const { base, theme, policies, own, roles, rights } = useLoaderData<typeof loader>();
  const answer = useActionData() as Answer | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const words = usePolicyWords();
  const { title, lead, keys } = words.themes[theme];
  const values: Values = { ...policies, ...answer?.values };
  const consequences = answer?.consequences;
  const errors = usePolicyErrors(answer?.errors);
  const list = `${base}/settings/policies#${theme}`;
  return (
    <>
      <PageHeader
        title={title}
        description={lead}
        back={
          <Link to={list} className="link">
            {words.title}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-2xl gap-8" noValidate={hydrated}>
        <ErrorSummary errors={errors} />
        {consequences && (
          <>
            <PolicyConsequences consequences={consequences} />
            <input type="hidden" name="confirmed" value="1" />
          </>
        )}
        {keys.map((key: PolicyKey) => (
          <PolicyControl
            key={key}
            policy={key}
            value={values[key]}
            ofPreset={own[key]}
            roles={roles}
            rights={rights[key] ?? []}
            error={errors?.[key]}
            isReset={answer?.reset?.includes(key) ?? false}
          />
        ))}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {consequences ? words.form.confirm : words.form.submit}
          </Button>
          <LinkButton to={list} variant="quiet">
            {words.form.back}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}

/** True where a number was asked for and something else was typed. */
function holdsNoNumber(value: unknown): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  return (
    Array.isArray(value) &&
    value.some((item) => typeof item === "object" && Object.values(item).some(holdsNoNumber))
  );
}
