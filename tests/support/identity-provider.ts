import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import type { TestProject } from "vitest/node";

export interface IdentityProvider {
  issuer: string;
  stop(): Promise<void>;
}

/**
 * A real OpenID provider on loopback. Anybody registers a client, and anybody signs in as whoever they say they are:
 * its sign-in page asks for a subject, an address, whether that is verified, and names.
 */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const people = new Map<string, Record<string, unknown>>();
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "one", alg: "RS256", use: "sig" }] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ["a key of the tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["given_name", "family_name"] },
    features: { devInteractions: { enabled: false }, registration: { enabled: true } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    // Whoever signs in has agreed.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? "",
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return answer(request, response);
    if (request.method !== "POST") {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      return response.end(signInPage);
    }
    void textOf(request).then((text) => {
      const fields = new URLSearchParams(text);
      const accountId = fields.get("sub") ?? "";
      people.set(accountId, {
        ...(fields.get("email") && { email: fields.get("email") }),
        email_verified: fields.has("verified"),
        given_name: fields.get("first") ?? "",
        family_name: fields.get("last") ?? "",
      });
      return provider.interactionFinished(request, response, { login: { accountId } });
    });
  });
  return {
    issuer,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const signInPage = `<!doctype html><html lang="en"><title>Test identity provider</title>
<h1>Test identity provider</h1>
<form method="post">
<p><label>Subject <input name="sub" required></label>
<p><label>Email <input name="email"></label>
<p><label><input type="checkbox" name="verified" checked> Verified</label>
<p><label>First name <input name="first"></label>
<p><label>Last name <input name="last"></label>
<p><button>Sign in</button>
</form></html>`;

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

declare module "vitest" {
  interface ProvidedContext {
    /** Where the real OpenID provider of the tests answers. */
    issuer: string;
  }
}

/** Vitest's set-up of the tests in workerd, which reach it by `inject("issuer")`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { issuer, stop } = await startIdentityProvider();
  project.provide("issuer", issuer);
  return stop;
}
