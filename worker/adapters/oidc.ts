import * as oauth from "oauth4webapi";
import type { IdentityAnswer, IdentityClient, IdentityProviders } from "../domain/context.ts";

export interface IdentityProvidersOptions {
  /** Public origin of this installation: only where it is a loopback address itself may a provider be one. */
  origin: string;
  /** Handed in by tests that play a provider which lies. */
  fetch?: typeof fetch;
}

/** A provider answers within so long, and in so much (O-07). */
const timeoutMs = 5_000;
const longestAnswer = 100_000;
/** What was discovered is asked again after so long; an unknown key makes us ask for the keys once in so long (O-08). */
const keepFor = 300_000;
/** Clocks may differ by so much (s). */
const clockTolerance = 30;
const mostProviders = 200;
const scope = "openid email profile";

/** Names by which a network calls its own machines, and nobody else does. */
const insideNames = /(?:^|\.)(?:localhost|local|internal|intranet|corp|lan|home|home\.arpa)$/;

interface Known {
  server: oauth.AuthorizationServer;
  discoveredAt: number;
  keys: oauth.JWKS | null;
  keysAt: number;
}

/** The provider could not be reached, or answered what no provider does. */
class Unreachable extends Error {}

/**
 * OpenID Connect by oauth4webapi: the library checks issuer, audience, authorised party, times, nonce, state and
 * PKCE; what stands here is where it may fetch from, how much, how often it asks for keys, and that a token names
 * its key. Signatures are checked although the token comes over TLS, by public keys alone: `none` and HMAC are
 * refused (O-01).
 */
export function createIdentityProviders(options: IdentityProvidersOptions): IdentityProviders {
  const loopback = isLoopback(new URL(options.origin));
  const fetching = options.fetch ?? ((input: RequestInfo | URL, init?: RequestInit) => fetch(input, init));
  const providers = new Map<string, Known>();

  function refuseAddress(url: URL): "not_https" | "private" | null {
    if (loopback && isLoopback(url)) return null;
    if (url.protocol !== "https:") return "not_https";
    const host = url.hostname.replace(/\.$/, "");
    // The parser of addresses has made 127.1, 0x7f000001 and the like into what they are.
    const isNumber = host.startsWith("[") || /^[\d.]+$/.test(host);
    const inside = isNumber || !host.includes(".") || insideNames.test(host);
    return inside || url.username !== "" || url.password !== "" ? "private" : null;
  }

  /** Every request to a provider: to a public address, without following it elsewhere, in time and bounded. */
  async function ask(address: string, init: RequestInit): Promise<Response> {
    const refusal = refuseAddress(new URL(address));
    if (refusal) throw new Unreachable(`address_${refusal}`);
    let response: Response;
    try {
      response = await fetching(address, {
        ...init,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status >= 500) throw new Unreachable(`status_${response.status}`);
      if (response.status >= 300 && response.status < 400) throw new Unreachable("redirects");
      const body = await bounded(response);
      return new Response(body, { status: response.status, headers: response.headers });
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      throw new Unreachable(error instanceof Error && error.name === "TimeoutError" ? "timeout" : "network");
    }
  }

  const requests = { [oauth.customFetch]: ask, [oauth.allowInsecureRequests]: loopback };

  async function discover(issuer: string, now: number): Promise<Known> {
    const known = providers.get(issuer);
    if (known && now - known.discoveredAt < keepFor && now >= known.discoveredAt) return known;
    const url = new URL(issuer);
    const response = await oauth.discoveryRequest(url, { algorithm: "oidc", ...requests });
    const server = await oauth.processDiscoveryResponse(url, response);
    for (const address of [server.authorization_endpoint, server.token_endpoint, server.jwks_uri]) {
      if (!address || !URL.canParse(address)) throw new Unreachable("incomplete_metadata");
      const refusal = refuseAddress(new URL(address));
      if (refusal) throw new Unreachable(`address_${refusal}`);
    }
    if (providers.size >= mostProviders) providers.clear();
    const fresh: Known = { server, discoveredAt: now, keys: null, keysAt: 0 };
    providers.set(issuer, fresh);
    return fresh;
  }

  /** The provider's keys; asked again for one that is not among them, once in five minutes. */
  async function keysFor(known: Known, kid: string, now: number): Promise<oauth.JWKS> {
    const { keys } = known;
    if (keys && (keys.keys.some((key) => key.kid === kid) || now - known.keysAt < keepFor)) return keys;
    const response = await ask(known.server.jwks_uri ?? "", { headers: { Accept: "application/json" } });
    const found: unknown = response.status === 200 ? await response.json().catch(() => null) : null;
    if (!isKeySet(found)) throw new Unreachable("keys");
    known.keys = found;
    known.keysAt = now;
    return found;
  }

  return {
    refuseIssuer(issuer) {
      if (!URL.canParse(issuer)) return "not_a_url";
      const url = new URL(issuer);
      return refuseAddress(url) ?? (url.search || url.hash ? "with_query" : null);
    },

    async begin(client, { redirectUri, state, nonce, verifier, again, now }) {
      try {
        const { server } = await discover(client.issuer, now);
        const url = new URL(server.authorization_endpoint ?? "");
        const query = {
          client_id: client.clientId,
          redirect_uri: redirectUri,
          response_type: "code",
          scope,
          state,
          nonce,
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
          ...(again && { prompt: "login" }),
        };
        for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
        return { kind: "ready", url: url.href };
      } catch (error) {
        return failure(error);
      }
    },

    async finish({ secret, ...ids }, { query, redirectUri, state, nonce, verifier, now }) {
      try {
        const known = await discover(ids.issuer, now);
        const { server } = known;
        const client = clientOf(ids, now);
        const parameters = oauth.validateAuthResponse(server, client, new URLSearchParams(query), state);
        const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
        const proof = methods.includes("client_secret_basic")
          ? oauth.ClientSecretBasic(secret)
          : oauth.ClientSecretPost(secret);
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          proof,
          parameters,
          redirectUri,
          verifier,
          requests,
        );
        const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: nonce,
          requireIdToken: true,
        });
        const kid = keyIdOf(tokens.id_token ?? "");
        if (kid === null) return { kind: "refused", reason: "token_names_no_key" };
        const jwks = await keysFor(known, kid, now);
        await oauth.validateApplicationLevelSignature({ ...server }, response, {
          // A copy of the metadata and keys that count as fresh: the library fetches none by itself.
          [oauth.jwksCache]: { jwks, uat: Math.floor(Date.now() / 1000) },
          ...requests,
        });
        const claims = oauth.getValidatedIdTokenClaims(tokens);
        if (!claims) return { kind: "refused", reason: "no_id_token" };
        if (typeof claims.email === "string" || !server.userinfo_endpoint) return identified(claims);
        const told = await oauth.userInfoRequest(server, client, tokens.access_token, requests);
        return identified(await oauth.processUserInfoResponse(server, client, claims.sub, told));
      } catch (error) {
        return failure(error);
      }
    },
  };
}

function clientOf({ clientId }: IdentityClient, now: number): oauth.Client {
  return {
    client_id: clientId,
    [oauth.clockTolerance]: clockTolerance,
    // The house's clock, which tests hold still.
    [oauth.clockSkew]: Math.round((now - Date.now()) / 1000),
  };
}

function identified(claims: Record<string, unknown>): IdentityAnswer {
  const text = (name: string) => (typeof claims[name] === "string" ? (claims[name] as string).trim() : "");
  const subject = text("sub");
  if (subject === "" || subject.length > 255) return { kind: "refused", reason: "no_subject" };
  return {
    kind: "identified",
    subject,
    email: text("email") || null,
    emailVerified: claims.email_verified === true || claims.email_verified === "true",
    firstName: text("given_name"),
    lastName: text("family_name"),
  };
}

/** What went wrong, by a word that holds nothing of what was sent. */
function failure(error: unknown): Exclude<IdentityAnswer, { kind: "identified" }> {
  if (error instanceof Unreachable) return { kind: "unreachable", reason: error.message };
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    return { kind: "refused", reason: error.error.replace(/[^\w.-]/g, "").slice(0, 60) };
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "unexpected";
  return {
    kind: "refused",
    reason: code
      .replace(/^OAUTH_/, "")
      .toLowerCase()
      .slice(0, 60),
  };
}

/** The key that a token says it is signed with; null where it says none. */
function keyIdOf(token: string): string | null {
  try {
    const [header = ""] = token.split(".");
    const { kid } = JSON.parse(atob(header.replaceAll("-", "+").replaceAll("_", "/"))) as { kid?: unknown };
    return typeof kid === "string" && kid !== "" ? kid : null;
  } catch {
    return null;
  }
}

function isKeySet(value: unknown): value is oauth.JWKS {
  const keys = value !== null && typeof value === "object" && "keys" in value ? value.keys : null;
  return Array.isArray(keys) && keys.every((key) => key !== null && typeof key === "object");
}

async function bounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length;
    if (length > longestAnswer) {
      await reader?.cancel();
      throw new Unreachable("too_large");
    }
    parts.push(read.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function isLoopback({ hostname, protocol }: URL): boolean {
  return (
    (protocol === "http:" || protocol === "https:") && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  );
}
