import { createRequestHandler } from "@remix-run/cloudflare";
import * as build from "../build/server/index.js";
import type { Caller, CallerMembership, CallerWorkspace, Context, SignedInPerson } from "./domain/context.ts";
import { DomainError, type FieldError } from "./domain/errors.ts";
import { mayGrantSomewhere } from "./domain/granting.ts";
import { bindUseCases, type UseCases } from "./domain/index.ts";
import { chooseLanguage, type Language } from "./domain/languages.ts";
import {
  customPermissions,
  customScopes,
  holdsEverywhere,
  onlyEverywhere,
  type Permission,
  permissions,
  type RoleKey,
  rolesHere,
  type Scope,
  scopeKindsOf,
  scopesFor,
} from "./domain/permissions.ts";
import { type Policies, policiesOf } from "./domain/policies.ts";
import { letsInUnproved } from "./domain/registering/enter-unproved.ts";
import { safeReturnPath } from "./domain/return-path.ts";
import { type SenderFacts, senderFacts } from "./domain/sender/sender-facts.ts";
import { resolveCaller } from "./domain/sessions/resolve-caller.ts";
import { landingFor } from "./domain/sessions/session-term.ts";
import { isPasswordless } from "./domain/sso/passwordless.ts";
import { type OwnTerms, sayIn, type Terms, termsIn } from "./domain/terms.ts";
import { isSharedPage } from "./edge/cache.ts";
import { countView } from "./edge/catalog-views.ts";
import { acceptedLanguages, chosenLanguage } from "./edge/wanted-languages.ts";
import type { Environment } from "./env.ts";
import { readCookie, setCookie } from "./session.ts";
import { readUpload, type Upload } from "./uploads/read-upload.ts";

/** An expected failure as a page gets it: plain data, because the page lives in another bundle. */
export interface PageError {
  code: string;
  status: number;
  message: string;
  errors: FieldError[];
  params: Record<string, string | number | null>;
  retryAfter: number | null;
}

export type Attempt<Value> = { ok: true; value: Value } | { ok: false; error: PageError };

/** Who the signed-in person is in the workspace of the path, and what they may do in all of it. */
export interface PageMember {
  id: string;
  status: "active" | "deactivated" | "unproved";
  /** Deactivated because the last day of access is over. */
  accessEnded: boolean;
  /** Let in without proof (F132): the address that they typed, and until when they may confirm it; null: they need not. */
  unproved: { address: string; until: number } | null;
  roles: RoleKey[];
  may: Permission[];
  /** What they may do in the whole workspace or in a part of it. */
  mayInPart: Permission[];
  /** Roles of this workspace that the member may hand out, somewhere. */
  grantable: RoleKey[];
  /** Where each role of this workspace can be given, its widest place first. */
  rolePlaces: Partial<Record<RoleKey, readonly Scope["kind"][]>>;
  /** The workspace's own roles, as far as the member may know of them: all in the manage area, otherwise theirs. */
  roleNames: { id: string; name: string; description: string }[];
  /** The one role that this browser acts in; null: in all. */
  acting: RoleKey | null;
  /** Roles that they may act in one by one (F17); none where there is nothing to choose. */
  roleChoices: RoleKey[];
  /** Where these roles begin (D36). */
  landing: "manage" | "portal";
}

/** Everything a loader or action may use. Values from the server come only through here. */
export interface PageContext {
  nonce: string;
  language: Language;
  requestId: string;
  now: number;
  origin: string;
  productName: string;
  /** Whom the mails are from, for pages that help (F81). */
  sender: SenderFacts;
  undoSeconds: number;
  /** Courses can be paid for: there is an account with the payment provider. */
  sells: boolean;
  /** Of the check for humans, where the installation has one. */
  humanSiteKey: string | null;
  /** Whoever registers in this browser is in at once (F132), by a link unless that is for some domains alone. */
  letsInAtOnce: boolean;
  useCases: UseCases;
  /** Runs a use case and hands its expected failure back instead of throwing it. */
  attempt<Value>(run: () => Promise<Value>): Promise<Attempt<Value>>;
  /**
   * The file of an action whose form says `encType="multipart/form-data"` and has its file input last:
   * `const { fileName, file, fields } = await context.readUpload(request)`, then
   * `context.useCases.stageImport({ fileName, file })`. The file streams while it is staged, so the request
   * can be read no other way. Fails as use cases do, for `attempt`; `fileName` is empty where no file was
   * chosen.
   */
  readUpload(request: Request): Promise<Upload>;
  person: SignedInPerson | null;
  /** The workspace of the path; null when the path names none, or none that exists. */
  workspace: CallerWorkspace | null;
  /** The identity provider that the workspace offers, and whether it is the only way in. */
  provider: { name: string; only: boolean } | null;
  /** The words of this workspace in a language; the usual ones where the path names none (F12). */
  terms(language: Language): Terms;
  /** The words that stand here where the workspace has none of its own: those of its preset, or the usual ones. */
  presetTerms(language: Language): Terms;
  /** Speaks in the words of another workspace: a page behind a link is about one that its path does not name. */
  speakTermsOf(own: OwnTerms): void;
  member: PageMember | null;
  /** What a role of a workspace's own can be made of (F24). */
  customRoleParts: {
    permissions: readonly Permission[];
    /** Of these, what counts in the whole workspace or not at all. */
    onlyEverywhere: readonly Permission[];
    scopes: readonly ("workspace" | "unit" | "group")[];
  };
  /** The wanted path when it surely stays on this origin, otherwise the fallback (S-20). */
  safeReturn(path: string | null | undefined, fallback: string): string;
  cookies: {
    read(name: string): string | null;
    /** A Set-Cookie value; a max age of 0 removes it. */
    write(name: string, value: string, maxAgeSeconds: number): string;
  };
}

type Open = (caller: Caller) => Context;

/** Names the build of the pages: another one has other files beside it. */
export const buildVersion: string = build.assets.version;

/** The door for people: resolves who asks, hands the Remix pages their context, adds their headers. */
export async function handleWeb(
  request: Request,
  open: Open,
  execution: ExecutionContext,
  environment: Environment,
): Promise<Response> {
  const { settings } = environment;
  const url = new URL(request.url);
  const slug = /^\/w\/([a-z0-9-]{1,63})(?=\/|\.data$|$)/.exec(url.pathname)?.[1] ?? null;
  const secret = readCookie(request, settings.origin, "session");
  // Static files of an older build and the like must not cost a query.
  const needsCaller = !url.pathname.startsWith("/assets/") && url.pathname !== "/__manifest";
  const resolved = needsCaller
    ? await resolveCaller(open({ kind: "anonymous" }), secret, slug)
    : { caller: { kind: "anonymous" } as const, workspace: null, afterwards: null };
  if (resolved.afterwards) execution.waitUntil(resolved.afterwards().catch(() => undefined));

  const opened = open(resolved.caller);
  const sessionDigest = secret ? await opened.secrets.sha256(secret) : null;
  const ctx: Context = { ...opened, request: { ...opened.request, sessionDigest } };
  // A page that is kept for everybody cannot hold what is good for one answer.
  const nonce = isSharedPage(url.pathname) ? "" : nonceOf();
  const context = pageContext(request, ctx, resolved.caller, resolved.workspace, nonce);
  const handler = createRequestHandler(build, "production");
  const response = await handler(withoutNullOrigin(request), { ...context });
  countView(request, response, resolved.caller, open, execution);
  return withPageHeaders(response, url.pathname, nonce, settings.origin, {
    checkout: checkoutOrigin(environment),
    humans: environment.humans !== null,
  });
}

/**
 * Remix refuses a form whose origin is "null", as every page that sends no referrer has it. The perimeter
 * has already seen by Sec-Fetch-Site that it is ours, or refused it.
 */
function withoutNullOrigin(request: Request): Request {
  if (request.headers.get("Origin") !== "null") return request;
  const headers = new Headers(request.headers);
  headers.delete("Origin");
  return new Request(request, { headers });
}

function pageContext(
  request: Request,
  ctx: Context,
  caller: Caller,
  workspace: CallerWorkspace | null,
  nonce: string,
): PageContext {
  const { settings } = ctx;
  const person = caller.kind === "person" || caller.kind === "member" ? caller.person : null;
  let ownTerms: OwnTerms = workspace?.policies.terms ?? {};
  // Sentences of the domain are English, as the manage area is.
  const inWords: Say = (sentence) => sayIn(sentence, termsIn(ownTerms, "en"));
  return {
    nonce,
    language: chooseLanguage(
      [chosenLanguage(request), person?.language, ...acceptedLanguages(request), workspace?.language],
      "en",
    ),
    requestId: ctx.request.id,
    now: ctx.now(),
    origin: settings.origin,
    productName: settings.productName,
    sender: senderFacts(settings),
    undoSeconds: settings.undoSeconds,
    sells: ctx.payments !== null,
    humanSiteKey: ctx.humans?.siteKey ?? null,
    letsInAtOnce:
      caller.kind === "anonymous" &&
      workspace !== null &&
      letsInUnproved(workspace.policies, {
        isEnforced: workspace.singleSignOn?.enforced ?? false,
        domains: null,
      }),
    useCases: forPages(
      bindUseCases(ctx),
      signInPath(new URL(request.url), workspace, request.method),
      inWords,
    ),
    attempt,
    readUpload: async (request) => {
      try {
        return await readUpload(request);
      } catch (error) {
        throw error instanceof DomainError ? asResponse(error, inWords) : error;
      }
    },
    person,
    workspace,
    provider: workspace?.singleSignOn
      ? { name: workspace.singleSignOn.name, only: isPasswordless(workspace) }
      : null,
    terms: (language) => termsIn(ownTerms, language),
    presetTerms: (language) => {
      const { preset = "", policies } = workspace ?? {};
      const acts = policies ? { "cancel.enabled": policies["cancel.enabled"] } : {};
      return termsIn(policiesOf(preset, acts).terms, language);
    },
    speakTermsOf: (own) => {
      ownTerms = own;
    },
    member:
      caller.kind === "member"
        ? {
            id: caller.membership.id,
            status: caller.membership.status,
            accessEnded: caller.membership.accessEnded ?? false,
            unproved: caller.membership.unproved ?? null,
            roles: caller.membership.roles.map(({ role }) => role),
            ...switching(caller.membership, caller.workspace.policies),
            roleNames: caller.workspace.customRoles
              .filter(
                ({ id }) =>
                  scopesFor(caller.membership.roles, "workspace.view", caller.workspace.policies).length >
                    0 || caller.membership.allRoles.some(({ role }) => role === id),
              )
              .map(({ id, name, description }) => ({ id, name, description })),
            landing: landingFor(
              caller.membership.roles.map(({ role }) => role),
              caller.workspace.policies,
            ),
            may: permissions.filter((permission) =>
              holdsEverywhere(caller.membership.roles, permission, caller.workspace.policies),
            ),
            mayInPart: permissions.filter(
              (permission) =>
                scopesFor(caller.membership.roles, permission, caller.workspace.policies).length > 0,
            ),
            grantable: rolesHere(caller.workspace.policies, caller.workspace.customRoles).filter((role) =>
              mayGrantSomewhere({ ...caller.workspace, roles: caller.membership.roles }, role),
            ),
            rolePlaces: Object.fromEntries(
              rolesHere(caller.workspace.policies, caller.workspace.customRoles).map((role) => [
                role,
                scopeKindsOf(role, caller.workspace.customRoles),
              ]),
            ),
          }
        : null,
    customRoleParts: { permissions: customPermissions, onlyEverywhere, scopes: customScopes },
    safeReturn: safeReturnPath,
    cookies: {
      read: (name) => readCookie(request, settings.origin, name),
      write: (name, value, maxAge) => setCookie(settings.origin, name, value, maxAge),
    },
  };
}

/** What the role switcher shows (D47). */
function switching(
  { roles, allRoles }: CallerMembership,
  policies: Policies,
): Pick<PageMember, "acting" | "roleChoices"> {
  const all = [...new Set(allRoles.map(({ role }) => role))];
  const narrowed = roles.length < allRoles.length;
  return {
    acting: narrowed ? (roles[0]?.role ?? null) : null,
    roleChoices: policies["ui.role_switcher"] && all.length > 1 ? all : [],
  };
}

/** Use cases for the other bundle: a `DomainError` leaves as a `Response`, which every bundle knows. */
function forPages(useCases: UseCases, signIn: string | null, inWords: Say): UseCases {
  const wrapped = Object.entries(useCases).map(([name, act]) => [
    name,
    async (input: never) => {
      try {
        return await (act as (input: never) => Promise<unknown>)(input);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        if (error.code === "NOT_SIGNED_IN" && signIn) {
          throw new Response(null, { status: 302, headers: { Location: signIn } });
        }
        throw asResponse(error, inWords);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as UseCases;
}

function signInPath(url: URL, workspace: CallerWorkspace | null, method: string): string | null {
  if (!workspace) return null;
  const here = url.pathname.replace(/\.data$/, "") + url.search.replace(/[?&]_routes=[^&]*/, "");
  const back = method === "GET" ? `?returnTo=${encodeURIComponent(here)}` : "";
  return `/w/${workspace.slug}/sign-in${back}`;
}

/** Puts the workspace's words into a sentence of the domain. */
type Say = (sentence: string) => string;

function asResponse(error: DomainError, inWords: Say): Response {
  const body: PageError = {
    code: error.code,
    status: error.status,
    message: error.message,
    errors: (error.details.errors ?? []).map((field) => ({ ...field, message: inWords(field.message) })),
    params: error.details.params ?? {},
    retryAfter: error.details.retryAfter ?? null,
  };
  const headers = new Headers({ "X-Usher-Error": error.code });
  if (error.details.retryAfter) headers.set("Retry-After", String(error.details.retryAfter));
  return Response.json(body, { status: error.status, headers });
}

async function attempt<Value>(run: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (error instanceof Response && error.headers.has("X-Usher-Error")) {
      return { ok: false, error: (await error.json()) as PageError };
    }
    throw error;
  }
}

/** Where the payment provider lets people pay. */
function checkoutOrigin({ payments }: Environment): string | null {
  if (!payments) return null;
  return payments.apiHost ? `http://${payments.apiHost}` : "https://checkout.stripe.com";
}

function withPageHeaders(
  response: Response,
  path: string,
  nonce: string,
  origin: string,
  others: { checkout: string | null; humans: boolean },
): Response {
  const headers = new Headers(response.headers);
  // An address that holds a link is told to nobody (T-16). The page behind it has a clean address and a
  // form: under "no-referrer" browsers send "Origin: null" with it, which old ones cannot explain.
  const linked = /^\/(?:join|reset|verify)\/(at\/)?/.exec(path);
  if (linked) headers.set("Referrer-Policy", linked[1] ? "same-origin" : "no-referrer");
  // What the identity provider sends back stands in the address.
  if (/^\/w\/[^/]+\/sso\//.test(path)) headers.set("Referrer-Policy", "no-referrer");
  // The QR code of a card fills in its code by the address, and the page has a form.
  if (/^\/w\/[^/]+\/card$/.test(path)) headers.set("Referrer-Policy", "same-origin");
  // Browsers hold a form to its page's policy wherever it is sent on to.
  const leadsOut = /^\/w\/[^/]+\/catalog\/[^/]+\/checkout$/.test(path);
  // The check for humans is a frame of another host; only the pages that ask for it let one in.
  const asksHumans =
    others.humans && /^\/w\/[^/]+\/(?:register(?:\/[^/]+)?|catalog\/[^/]+\/checkout)$/.test(path);
  if (headers.get("Content-Type")?.startsWith("text/html")) {
    const policy = pagePolicy(
      nonce,
      origin,
      leadsOut ? others.checkout : null,
      asksHumans ? humanFrames : null,
    );
    headers.set("Content-Security-Policy", policy);
  }
  headers.set("Cache-Control", "no-store");
  if (response.status >= 400) headers.set("X-Robots-Tag", "noindex");
  return new Response(response.body, { status: response.status, headers });
}

/** Where the check for humans is served from. */
const humanFrames = "https://challenges.cloudflare.com";

function pagePolicy(nonce: string, origin: string, checkout: string | null, frames: string | null): string {
  return [
    "default-src 'self'",
    nonce ? `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'` : "script-src 'self'",
    nonce ? `style-src-elem 'self' 'nonce-${nonce}'` : "style-src-elem 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src 'self'${frames ? ` ${frames}` : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${checkout ? ` ${checkout}` : ""}`,
    "frame-ancestors 'none'",
    ...(origin.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

function nonceOf(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
