import type { PageError } from "../../../worker/web";
import { useWords } from "../../request";
import { PublicShell } from "../public-shell";
import { LinkButton } from "../ui/button";
import { ProviderButton } from "./provider-button";

/** Why somebody was not let in, as `troubleOf` tells it. */
export interface Trouble {
  code: string;
  provider: string;
  signedInAs: string;
  invited: string;
  /** What the provider or its library said, for the administrator who tries the connection. */
  reason: string | null;
  retryAfter: number | null;
  /** The last day of access is over. */
  accessEnded: boolean;
}

export function troubleOf(error: PageError, forAdmin: boolean): Trouble {
  const { provider, signedInAs, invited, reason } = error.params;
  return {
    code: error.code,
    provider: String(provider ?? ""),
    signedInAs: String(signedInAs ?? ""),
    invited: String(invited ?? ""),
    reason: forAdmin && reason ? String(reason) : null,
    retryAfter: error.retryAfter,
    accessEnded: error.params.accessEnded === 1,
  };
}

/** What an invitation is that opens nothing any more, by its refusal. */
const dead = new Map(
  (["expired", "superseded", "canceled", "declined", "used"] as const).map((state) => [
    `INVITATION_${state.toUpperCase()}`,
    state,
  ]),
);

/** What went wrong at the identity provider or after it, both addresses where there are two, and what to do. */
export function SignOnTrouble({
  workspace,
  trouble,
  settings,
}: {
  workspace: { slug: string; name: string; timeZone: string };
  trouble: Trouble;
  /** Where an administrator goes on, who tried the connection; null for everybody else. */
  settings: string | null;
}) {
  const words = useWords();
  const { sso, join, errors, common, signIn } = words;
  const { code, provider, signedInAs, invited } = trouble;
  const told = { provider: provider || sso.plainProvider, signedInAs, invited, workspace: workspace.name };
  const state = dead.get(code);
  const limited = code === "RATE_LIMITED";
  const title = limited
    ? errors.rateLimited.title
    : state
      ? join[state].title
      : (sso.titles[code] ?? sso.title);
  const lead = limited
    ? errors.rateLimited.lead({ seconds: trouble.retryAfter ?? 60 })
    : state
      ? sso.dead
      : code === "MEMBERSHIP_DEACTIVATED"
        ? signIn[trouble.accessEnded ? "accessEnded" : "deactivated"](told)
        : (sso.leads[code] ?? sso.lead)(told);
  const others = ["SSO_OTHER_ADDRESS", "SSO_OTHER_IDENTITY", "SSO_NOT_MEMBER", "SSO_UNVERIFIED"].includes(
    code,
  );
  return (
    <PublicShell workspace={workspace} title={title} lead={lead} aside={<p>{common.help}</p>}>
      {others && signedInAs && (
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-base">
          <dt className="text-muted">{sso.atProvider(told)}</dt>
          <dd className="wrap-anywhere">{signedInAs}</dd>
          {invited && (
            <>
              <dt className="text-muted">{settings ? sso.yours : sso.invited}</dt>
              <dd className="wrap-anywhere">{invited}</dd>
            </>
          )}
        </dl>
      )}
      {trouble.reason && <p className="text-base text-muted">{sso.reason({ reason: trouble.reason })}</p>}
      {settings ? (
        <LinkButton to={settings} variant="primary" size="large" wide>
          {sso.toSettings}
        </LinkButton>
      ) : code === "SSO_OFF" ? (
        <LinkButton to={`/w/${workspace.slug}/sign-in`} variant="primary" size="large" wide>
          {words.forgot.back}
        </LinkButton>
      ) : (
        <>
          <ProviderButton slug={workspace.slug} query={{ again: others ? "1" : undefined }}>
            {others ? sso.another(told) : sso.again}
          </ProviderButton>
          <LinkButton to={`/w/${workspace.slug}/sign-in`} variant="quiet" size="large" wide>
            {words.forgot.back}
          </LinkButton>
        </>
      )}
    </PublicShell>
  );
}
