import { expect, inject } from "vitest";
import { Browser, type Visit } from "./browser.ts";
import { origin } from "./house.ts";

/** Who somebody is at the provider; what is left out it does not know. */
export interface AtProvider {
  sub: string;
  email?: string;
  verified?: boolean;
  first?: string;
  last?: string;
}

/** A browser with the provider's cookies beside ours. */
export class Traveller extends Browser {
  readonly #jar = new Map<string, string>();

  /** From a link of ours to the provider, in as `who` (or as whom it knows already), and back to where it sends us. */
  async through(start: string, who: AtProvider | null): Promise<Visit> {
    const away = await this.get(start);
    expect([away.status, away.location]).toEqual([302, expect.stringContaining(inject("issuer"))]);
    let { location, body } = await this.#ask(away.location ?? "");
    for (let hops = 0; hops < 8 && !location.startsWith(origin); hops += 1) {
      if (body.includes("Test identity provider")) {
        if (!who) throw new Error("The provider asks who this is");
        const { verified = true, ...fields } = who;
        const form = new URLSearchParams({ ...fields, ...(verified && { verified: "on" }) });
        ({ location, body } = await this.#ask(location, form));
      } else {
        ({ location, body } = await this.#ask(location));
      }
    }
    return this.get(location.replace(origin, ""));
  }

  /** Signed out at the provider, as its other browser would be. */
  forgetProvider() {
    this.#jar.clear();
  }

  async #ask(url: string, form?: URLSearchParams): Promise<{ location: string; body: string }> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { Cookie: cookie },
      ...(form && { body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split("; ")[0] ?? "";
      const at = pair.indexOf("=");
      this.#jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get("Location");
    return { location: location ? new URL(location, url).href : url, body: await response.text() };
  }
}

/**
 * The workspace's administrator sets the provider of the tests by the settings page and signs in through it once.
 * Their browser.
 */
export async function setProvider(
  slug: string,
  admin: { userId: string; email: string },
): Promise<Traveller> {
  const registered = await fetch(`${inject("issuer")}/reg`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ redirect_uris: [`${origin}/w/${slug}/sso/callback`] }),
  });
  const client = await registered.json<{ client_id: string; client_secret: string }>();
  const browser = await new Traveller().signIn(admin);
  const settings = `/w/${slug}/settings/sign-in`;
  const saved = await browser.post(settings, {
    intent: "save",
    name: "Harbour ID",
    issuer: inject("issuer"),
    clientId: client.client_id,
    clientSecret: client.client_secret,
  });
  expect([saved.status, saved.location]).toEqual([303, settings]);
  const tried = await browser.through(`/w/${slug}/sso/start?try=1`, {
    sub: `admin-${slug}`,
    email: admin.email,
  });
  expect([tried.status, tried.location]).toEqual([303, settings]);
  return browser;
}
