import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createIdentityProviders } from "../../worker/adapters/oidc.ts";
import { createVault } from "../../worker/adapters/vault.ts";
import { useCases } from "../../worker/domain/index.ts";
import { resolveCaller } from "../../worker/domain/sessions/resolve-caller.ts";
import { createMember, createWorkspace, minute, openHouse, refusalOf, tokenIn } from "../support/house.ts";
import { issuer } from "../support/lying-provider.ts";
import { answer, callerOf, openSignOn, rows, type SignOnHouse, signOn } from "../support/single-sign-on.ts";

const countOf = async (table: string) =>
  (await rows<{ n: number }>(`select count(*) as n from ${table}`))[0]?.n ?? 0;

/** Whom somebody at the provider is bound to. */
const bound = async ({ workspace }: SignOnHouse) =>
  (
    await rows<{ membership_id: string }>(
      "select membership_id from sso_identities where workspace_id = ?",
      workspace.id,
    )
  ).map(({ membership_id }) => membership_id);

async function invite(at: SignOnHouse, email: string, roles = ["learner"]) {
  const { invitation } = await useCases.inviteUser(at.house.context(at.admin.caller), {
    email,
    roles: roles as never,
  });
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  return { invitationId: invitation.id, token: tokenIn(at.house.sent.at(-1)) };
}

describe("O-01: a token that is not the provider's word about this sign-in signs nobody in", () => {
  const lies: [name: string, tell: (at: SignOnHouse) => void | Promise<void>][] = [
    [
      "alg none",
      (at) => {
        at.provider.token = async (claims) => `${part({ alg: "none", kid: "one" })}.${part(claims)}.`;
      },
    ],
    [
      "HS256 with the public key",
      (at) => {
        at.provider.token = (claims) =>
          new SignJWT(claims)
            .setProtectedHeader({ alg: "HS256", kid: "one" })
            .sign(new TextEncoder().encode(JSON.stringify(at.provider.publicKey)));
      },
    ],
    [
      "HS256 that the metadata allow",
      (at) => {
        at.provider.metadata = { id_token_signing_alg_values_supported: ["HS256", "none", "ES256"] };
        at.provider.token = (claims) =>
          new SignJWT(claims)
            .setProtectedHeader({ alg: "HS256", kid: "one" })
            .sign(new TextEncoder().encode("not told to anybody, and long enough"));
      },
    ],
    [
      "another issuer",
      (at) => {
        at.provider.usual = lie(at, { iss: "https://evil.example.net" });
      },
    ],
    [
      "another audience",
      (at) => {
        at.provider.usual = lie(at, { aud: "somebody-else" });
      },
    ],
    [
      "two audiences and the other as party",
      (at) => {
        at.provider.usual = lie(at, { aud: ["usher", "somebody-else"], azp: "somebody-else" });
      },
    ],
    [
      "expired",
      (at) => {
        at.provider.usual = lie(at, { exp: Math.floor(at.house.clock.now / 1000) - 60 });
      },
    ],
    [
      "no expiry",
      (at) => {
        at.provider.usual = lie(at, { exp: undefined });
      },
    ],
    [
      "another nonce",
      (at) => {
        at.provider.usual = lie(at, { nonce: "of another sign-in" });
      },
    ],
    [
      "no nonce",
      (at) => {
        at.provider.usual = lie(at, { nonce: undefined });
      },
    ],
    [
      "no key id",
      (at) => {
        at.provider.header = { kid: null };
      },
    ],
    [
      "an unknown key id",
      (at) => {
        at.provider.header = { kid: "other" };
      },
    ],
    [
      "no subject",
      (at) => {
        at.provider.usual = lie(at, { sub: undefined });
      },
    ],
    [
      "signed by somebody else",
      async (at) => {
        const { publicKey } = at.provider;
        await at.provider.rotate("one");
        at.provider.publicKey = publicKey;
      },
    ],
  ];

  test.each(lies)("%s", async (_name, tell) => {
    const at = await openSignOn();
    // Five minutes on nothing is known any more of the provider.
    at.house.clock.advance(6 * minute);
    const { email } = await createMember(at.house, at.workspace);
    await tell(at);
    const before = [await countOf("users"), await countOf("auth_sessions"), await countOf("sso_identities")];
    const claims = { email, email_verified: true };
    expect(await refusalOf(signOn(at, claims))).toBe("SSO_FAILED");
    const after = [await countOf("users"), await countOf("auth_sessions"), await countOf("sso_identities")];
    expect(after).toEqual(before);
  });

  test("the same claims, told truly, sign in", async () => {
    const at = await openSignOn();
    const { email, membershipId } = await createMember(at.house, at.workspace);
    const result = await signOn(at, { email, email_verified: true });
    expect(await callerOf(at, result)).toMatchObject({ kind: "member", membership: { id: membershipId } });
  });

  test("the answer for another client's code does not count: PKCE and secret go along", async () => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    await signOn(at, { email, email_verified: true });
    const asked = at.provider.asked.filter(({ url }) => url.endsWith("/token")).at(-1);
    const body = new URLSearchParams(asked?.body);
    expect(body.get("code_verifier")).toHaveLength(43);
    expect(body.get("redirect_uri")).toBe(`http://localhost:8787/w/${at.workspace.slug}/sso/callback`);
    expect(asked?.headers.get("Authorization")).toMatch(/^Basic /);
  });
});

describe("O-02: the subject is who somebody is; the address only links, verified, once", () => {
  test("an address that the provider does not vouch for opens nothing", async () => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    for (const claims of [
      { email },
      { email, email_verified: false },
      { email, email_verified: "yes" },
      { email, email_verified: 1 },
    ]) {
      expect(await refusalOf(signOn(at, claims))).toBe("SSO_UNVERIFIED");
    }
    expect(await refusalOf(signOn(at, { email_verified: true }))).toBe("SSO_NO_ADDRESS");
    expect(await bound(at)).toEqual([at.admin.membershipId]);
  });

  test("a changed address at the provider opens no other account, and keeps one's own open", async () => {
    const at = await openSignOn();
    const lea = await createMember(at.house, at.workspace);
    const boss = await createMember(at.house, at.workspace, { roles: ["admin"] });
    await signOn(at, { sub: "lea", email: lea.email, email_verified: true });
    const again = await signOn(at, { sub: "lea", email: boss.email, email_verified: true });
    expect(await callerOf(at, again)).toMatchObject({ membership: { id: lea.membershipId } });
    const unverified = await signOn(at, { sub: "lea", email: "new@example.org", email_verified: false });
    expect(await callerOf(at, unverified)).toMatchObject({ membership: { id: lea.membershipId } });
  });

  test("a second identity with the address of a member is kept out until an administrator releases it", async () => {
    const at = await openSignOn();
    const { email, membershipId } = await createMember(at.house, at.workspace);
    const first = await signOn(at, { sub: "first", email, email_verified: true });
    const second = { sub: "second", email, email_verified: true };
    expect(await refusalOf(signOn(at, second))).toBe("SSO_OTHER_IDENTITY");
    await useCases.releaseIdentity(at.house.context(at.admin.caller), { email });
    expect(await callerOf(at, first)).toMatchObject({ kind: "anonymous" });
    expect(await callerOf(at, await signOn(at, second))).toMatchObject({ membership: { id: membershipId } });
    expect(await refusalOf(signOn(at, { sub: "first", email, email_verified: true }))).toBe(
      "SSO_OTHER_IDENTITY",
    );
  });

  test("two identities at once with one address: one is bound", async () => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    const ended = await Promise.all(
      ["a", "b", "c", "d"].map(async (sub) => {
        const ctx = at.house.anonymous();
        const begun = await useCases.beginSignOn(ctx, {
          workspaceSlug: at.workspace.slug,
          invitationId: null,
          revision: null,
          returnTo: null,
          again: false,
        });
        return { sub, ctx, begun };
      }),
    );
    const results: string[] = [];
    for (const { sub, ctx, begun } of ended) {
      results.push(
        await answer(at, ctx, begun, { sub, email, email_verified: true }).then(
          () => "in",
          (error) => error.code,
        ),
      );
    }
    expect(results.sort()).toEqual(["SSO_OTHER_IDENTITY", "SSO_OTHER_IDENTITY", "SSO_OTHER_IDENTITY", "in"]);
  });

  test("an account that never proved its mailbox opens nothing here by its password once somebody is bound to it (A-01)", async () => {
    const at = await openSignOn();
    const squatter = await createMember(at.house, at.workspace, { verified: false });
    const theirs = await useCases.signIn(at.house.anonymous(), {
      workspaceSlug: at.workspace.slug,
      email: squatter.email,
      password: squatter.password,
    });
    await signOn(at, { email: squatter.email, email_verified: true });
    const { caller } = await resolveCaller(at.house.anonymous(), theirs.secret, at.workspace.slug);
    expect(caller).toMatchObject({ kind: "person", person: { workspaces: [] } });
    const signIn = useCases.signIn(at.house.anonymous(), {
      workspaceSlug: at.workspace.slug,
      email: squatter.email,
      password: squatter.password,
    });
    expect(await refusalOf(signIn)).toBe("SIGN_IN_FAILED");
  });

  test("what one workspace's provider says opens no other workspace, and nothing outside of workspaces", async () => {
    const at = await openSignOn();
    const other = await createWorkspace(at.house);
    const lea = await createMember(at.house, at.workspace);
    await createMember(at.house, other.workspace, { roles: ["admin"], email: lea.email, userId: lea.userId });
    const result = await signOn(at, { email: lea.email, email_verified: true });
    expect(await callerOf(at, result)).toMatchObject({
      kind: "member",
      person: { viaProvider: true, workspaces: [{ slug: at.workspace.slug }] },
    });
    expect(await callerOf(at, result, other.workspace.slug)).toEqual({ kind: "anonymous" });
    expect(await callerOf(at, result, null)).toEqual({ kind: "anonymous" });
  });

  test("nor does it touch what belongs to the person elsewhere", async () => {
    const at = await openSignOn();
    const other = await createWorkspace(at.house);
    const lea = await createMember(at.house, at.workspace, { firstName: "Lea", lastName: "Own" });
    await createMember(at.house, other.workspace, {
      email: lea.email,
      userId: lea.userId,
      firstName: "Lea",
      lastName: "Own",
    });
    const elsewhere = await useCases.signIn(at.house.anonymous(), {
      workspaceSlug: other.workspace.slug,
      email: lea.email,
      password: lea.password,
    });
    const ctx = at.house.context(
      await callerOf(at, await signOn(at, { email: lea.email, email_verified: true })),
    );
    await useCases.changeOwnProfile(ctx, { firstName: "Mallory" });
    const names = await rows(
      "select workspace_id, first_name from memberships where user_id = ?",
      lea.userId,
    );
    expect(names).toEqual(
      expect.arrayContaining([
        { workspace_id: at.workspace.id, first_name: "Mallory" },
        { workspace_id: other.workspace.id, first_name: "Lea" },
      ]),
    );
    expect(await rows("select first_name from users where id = ?", lea.userId)).toEqual([
      { first_name: "Lea" },
    ]);
    const { sessions } = await useCases.listSessions(ctx, {});
    expect(sessions.map(({ current }) => current)).toEqual([true]);
    expect(await useCases.endOtherSessions(ctx, {})).toEqual({ ended: 0 });
    const { caller } = await resolveCaller(at.house.anonymous(), elsewhere.secret, other.workspace.slug);
    expect(caller).toMatchObject({ kind: "member" });
    const session = caller.kind === "member" ? caller.person.sessionId : "";
    expect(await refusalOf(useCases.endSession(ctx, { sessionId: session }))).toBe("NOT_FOUND");
    const change = { currentPassword: lea.password, password: "seven green bicycles" };
    expect(await refusalOf(useCases.changeOwnPassword(ctx, change))).toBe("FORBIDDEN");
  });
});

describe("O-04: an answer counts once, for the browser that asked, for ten minutes", () => {
  const start = (at: SignOnHouse) =>
    useCases.beginSignOn(at.house.anonymous(), {
      workspaceSlug: at.workspace.slug,
      invitationId: null,
      revision: null,
      returnTo: null,
      again: false,
    });

  test("a second time it is refused", async () => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    const begun = await start(at);
    const claims = { email, email_verified: true };
    await answer(at, at.house.anonymous(), begun, claims);
    expect(await refusalOf(answer(at, at.house.anonymous(), begun, claims))).toBe("SSO_STALE");
  });

  test("with another browser's attempt, or one of another workspace, or a forged one", async () => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    const claims = { email, email_verified: true };
    const [mine, theirs] = [await start(at), await start(at)];
    const swapped = answer(at, at.house.anonymous(), { ...mine, attempt: theirs.attempt }, claims);
    expect(await refusalOf(swapped)).toBe("SSO_STALE");
    for (const attempt of ["", "k1.", "k1.AAAA", `${mine.attempt.slice(0, -2)}AA`, "__proto__.AAAA"]) {
      expect(await refusalOf(answer(at, at.house.anonymous(), { ...mine, attempt }, claims))).toBe(
        "SSO_STALE",
      );
    }
    const other = await openSignOn();
    const foreign = await start(other);
    expect(await refusalOf(answer(at, at.house.anonymous(), foreign, claims))).toBe("SSO_STALE");
    expect(await bound(at)).toEqual([at.admin.membershipId]);
  });

  test("after ten minutes", async () => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    const begun = await start(at);
    at.house.clock.advance(10 * minute);
    const late = answer(at, at.house.anonymous(), begun, { email, email_verified: true });
    expect(await refusalOf(late)).toBe("SSO_STALE");
  });

  test("what was sealed for one purpose opens for no other", async () => {
    const vault = createVault([{ id: "k1", secret: "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXk" }]);
    const { sealed, keyId } = await vault.seal("one", "text ü");
    expect(keyId).toBe("k1");
    expect(await vault.open("one", sealed)).toBe("text ü");
    expect(await vault.open("two", sealed)).toBeNull();
    const other = createVault([{ id: "k1", secret: "b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktb3RoZXI" }]);
    expect(await other.open("one", sealed)).toBeNull();
  });
});

describe("O-05: enforced, the provider is the only way in; taken away, it opens nothing", () => {
  test("no password opens the workspace, by whichever door", async () => {
    const at = await openSignOn({ enforced: true });
    const lea = await createMember(at.house, at.workspace);
    const anonymous = at.house.anonymous();
    const slug = at.workspace.slug;
    const signIn = useCases.signIn(anonymous, {
      workspaceSlug: slug,
      email: lea.email,
      password: lea.password,
    });
    expect(await refusalOf(signIn)).toBe("SSO_REQUIRED");
    // What a wrong password gets tells nothing about who may use one.
    for (const email of [lea.email, at.admin.email, "nobody@example.com"]) {
      const wrong = useCases.signIn(anonymous, {
        workspaceSlug: slug,
        email,
        password: "wrong, and long enough",
      });
      expect(await refusalOf(wrong)).toBe("SIGN_IN_FAILED");
    }
    const guest = await invite(at, "guest@example.com");
    const join = { token: guest.token, revision: 1 };
    const password = "seven green bicycles";
    const joins = useCases.joinAsNewPerson(anonymous, { ...join, firstName: "Gus", password });
    expect(await refusalOf(joins)).toBe("SSO_REQUIRED");
    const other = await createWorkspace(at.house);
    const known = await createMember(at.house, other.workspace);
    const invited = await invite(at, known.email);
    const both = { token: invited.token, revision: 1 };
    expect(await refusalOf(useCases.signInAndJoin(anonymous, { ...both, password: known.password }))).toBe(
      "SSO_REQUIRED",
    );
    expect(await refusalOf(useCases.joinSignedIn(at.house.context(known.caller), both))).toBe("SSO_REQUIRED");
  });

  test("a session that began with a password opens it no more, but the spare administrator's does", async () => {
    const at = await openSignOn();
    const lea = await createMember(at.house, at.workspace);
    const anonymous = at.house.anonymous();
    const sessions = await Promise.all(
      [lea, at.admin].map(({ email, password }) =>
        useCases.signIn(anonymous, { workspaceSlug: at.workspace.slug, email, password }),
      ),
    );
    await useCases.enforceConnection(at.house.context(at.admin.caller), {
      spareAdminId: at.admin.membershipId,
    });
    const found = await Promise.all(
      sessions.map(({ secret }) => resolveCaller(anonymous, secret, at.workspace.slug)),
    );
    expect(found.map(({ caller }) => caller.kind)).toEqual(["anonymous", "member"]);
    const spare = await useCases.signIn(anonymous, {
      workspaceSlug: at.workspace.slug,
      email: at.admin.email,
      password: at.admin.password,
    });
    expect(spare.membershipId).toBe(at.admin.membershipId);
  });

  test("a spare administrator who is one no more is like everybody", async () => {
    const at = await openSignOn({ enforced: true });
    const boss = await createMember(at.house, at.workspace, { roles: ["admin"] });
    await rows("update memberships set last_seen_at = 1 where id = ?", boss.membershipId);
    const ctx = at.house.context(boss.caller);
    await useCases.enforceConnection(ctx, { spareAdminId: boss.membershipId });
    await useCases.changeRoles(ctx, {
      membershipId: at.admin.membershipId,
      roles: [{ role: "learner" }],
    } as never);
    const { email, password } = at.admin;
    const signIn = useCases.signIn(at.house.anonymous(), {
      workspaceSlug: at.workspace.slug,
      email,
      password,
    });
    expect(await refusalOf(signIn)).toBe("SSO_REQUIRED");
  });

  test("no password is reset by this workspace but the spare administrator's, with one answer for all", async () => {
    const at = await openSignOn({ enforced: true });
    const lea = await createMember(at.house, at.workspace);
    for (const email of [lea.email, at.admin.email, "nobody@example.com"]) {
      const asked = useCases.requestPasswordReset(at.house.anonymous(), {
        workspaceSlug: at.workspace.slug,
        email,
      });
      expect(await asked).toEqual({ accepted: true });
    }
    const made = await rows<{ user_id: string }>(
      "select user_id from password_resets where workspace_id = ?",
      at.workspace.id,
    );
    expect(made.map(({ user_id }) => user_id)).toEqual([at.admin.userId]);
  });

  test("a link to choose a password from before leads to the provider and sets none", async () => {
    const at = await openSignOn();
    const lea = await createMember(at.house, at.workspace);
    await useCases.requestPasswordReset(at.house.anonymous(), {
      workspaceSlug: at.workspace.slug,
      email: lea.email,
    });
    await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
    const token = tokenIn(at.house.sent.at(-1));
    expect(await useCases.viewPasswordReset(at.house.anonymous(), { token })).toMatchObject({
      provider: null,
    });
    await useCases.enforceConnection(at.house.context(at.admin.caller), {
      spareAdminId: at.admin.membershipId,
    });
    expect(await useCases.viewPasswordReset(at.house.anonymous(), { token })).toMatchObject({
      provider: "Harbour ID",
    });
    const reset = useCases.resetPassword(at.house.anonymous(), { token, password: "seven green bicycles" });
    expect(await refusalOf(reset)).toBe("SSO_REQUIRED");
  });

  test("where the policy says that enforcing leaves passwords, they open it", async () => {
    const at = await openSignOn({ enforced: true, overrides: { "sso.skip_password_when_enforced": false } });
    const lea = await createMember(at.house, at.workspace);
    const signedIn = await useCases.signIn(at.house.anonymous(), {
      workspaceSlug: at.workspace.slug,
      email: lea.email,
      password: lea.password,
    });
    const { caller } = await resolveCaller(at.house.anonymous(), signedIn.secret, at.workspace.slug);
    expect(caller).toMatchObject({ kind: "member" });
  });

  test("taken away or changed, it is refused at once and its sessions end", async () => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    const claims = { email, email_verified: true };
    const first = await signOn(at, claims);
    const ctx = at.house.anonymous();
    const begun = await useCases.beginSignOn(ctx, {
      workspaceSlug: at.workspace.slug,
      invitationId: null,
      revision: null,
      returnTo: null,
      again: false,
    });
    const asAdmin = at.house.context(at.admin.caller);
    await useCases.saveConnection(asAdmin, { name: "New ID", issuer, clientId: "other", clientSecret: "x" });
    expect(await refusalOf(answer(at, ctx, begun, claims))).toBe("SSO_OFF");
    expect(await callerOf(at, first)).toEqual({ kind: "anonymous" });
    expect(await refusalOf(signOn(at, claims))).toBe("SSO_OFF");
    await useCases.removeConnection(asAdmin, {});
    expect(await refusalOf(signOn(at, claims))).toBe("SSO_OFF");
    expect(await refusalOf(answer(at, ctx, begun, claims))).toBe("SSO_OFF");
  });

  test("somebody deactivated stays out, signed in at the provider or not", async () => {
    const at = await openSignOn();
    const lea = await createMember(at.house, at.workspace, { status: "deactivated" });
    expect(await refusalOf(signOn(at, { email: lea.email, email_verified: true }))).toBe(
      "MEMBERSHIP_DEACTIVATED",
    );
    const pat = await createMember(at.house, at.workspace);
    const inside = await signOn(at, { sub: "pat", email: pat.email, email_verified: true });
    await useCases.deactivateMember(at.house.context(at.admin.caller), { membershipId: pat.membershipId });
    expect(await callerOf(at, inside)).not.toMatchObject({ membership: { status: "active" } });
    expect(await refusalOf(signOn(at, { sub: "pat", email: pat.email, email_verified: true }))).toBe(
      "MEMBERSHIP_DEACTIVATED",
    );
  });
});

describe("O-07: a provider's address leads nowhere inside", () => {
  const production = createIdentityProviders({ origin: "https://usher.example.com" });
  test.each([
    ["http://id.example.com", "not_https"],
    ["ftp://id.example.com", "not_https"],
    ["id.example.com", "not_a_url"],
    ["https://localhost", "private"],
    ["https://127.0.0.1", "private"],
    ["https://127.1", "private"],
    ["https://0x7f000001", "private"],
    ["https://2130706433", "private"],
    ["https://10.0.0.5", "private"],
    ["https://169.254.169.254/latest", "private"],
    ["https://[::1]", "private"],
    ["https://[::ffff:10.0.0.1]", "private"],
    ["https://8.8.8.8", "private"],
    ["https://intranet", "private"],
    ["https://id.internal", "private"],
    ["https://id.local.", "private"],
    ["https://a.localhost", "private"],
    ["https://user:pass@id.example.com", "private"],
    ["https://id.example.com/?a=b", "with_query"],
    ["https://id.example.com/#a", "with_query"],
    ["https://id.example.com/tenant", null],
  ])("%s: %s", (address, refusal) => {
    expect(production.refuseIssuer(address)).toBe(refusal);
  });

  test("an inside address is refused when it is saved, and nothing is fetched", async () => {
    const at = await openSignOn({ tried: false });
    const before = at.provider.asked.length;
    const save = useCases.saveConnection(at.house.context(at.admin.caller), {
      name: "Inside",
      issuer: "https://169.254.169.254",
      clientId: "x",
      clientSecret: "y",
    });
    expect(await refusalOf(save)).toBe("VALIDATION_FAILED");
    expect(at.provider.asked.length).toBe(before);
  });

  const endpoints = ["authorization_endpoint", "token_endpoint", "jwks_uri"];
  test.each(endpoints)(
    "metadata whose %s leads inside are refused before anybody goes there",
    async (endpoint) => {
      const at = await openSignOn({ tried: false });
      at.provider.metadata = { [endpoint]: "https://10.0.0.1/x" };
      expect(await refusalOf(useCases.tryConnection(at.house.context(at.admin.caller), {}))).toBe(
        "SSO_UNAVAILABLE",
      );
      expect(at.provider.asked.some(({ url }) => url.includes("10.0.0.1"))).toBe(false);
    },
  );

  test.each([
    ["redirects elsewhere", async () => Response.redirect("https://10.0.0.1/", 302)],
    [
      "answers without end",
      async () =>
        Response.json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          padding: "x".repeat(200_000),
        }),
    ],
    [
      "is another issuer",
      async () =>
        Response.json({
          issuer: "https://evil.example.net",
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
        }),
    ],
    ["answers HTML", async () => new Response("<html>", { headers: { "Content-Type": "text/html" } })],
  ])("one that %s is none", async (_name, reply) => {
    const at = await openSignOn({ tried: false });
    at.provider.answers.set("/openid-configuration", reply);
    const code = await refusalOf(useCases.tryConnection(at.house.context(at.admin.caller), {}));
    expect(["SSO_UNAVAILABLE", "SSO_FAILED"]).toContain(code);
    expect(at.provider.asked.every(({ url }) => url.startsWith(issuer))).toBe(true);
  });

  test("a client's secret is not sent to an issuer that is named later", async () => {
    const at = await openSignOn({ tried: false });
    const move = useCases.saveConnection(at.house.context(at.admin.caller), {
      name: "Mine",
      issuer: "https://evil.example.net",
      clientId: "usher",
    });
    expect(await refusalOf(move)).toBe("VALIDATION_FAILED");
  });
});

describe("O-08: keys change, providers go down", () => {
  test("an unknown key makes us ask for the keys once in five minutes", async () => {
    const at = await openSignOn();
    const lea = await createMember(at.house, at.workspace);
    const claims = { email: lea.email, email_verified: true };
    const asked = () => at.provider.asked.filter(({ url }) => url.endsWith("/jwks")).length;
    const before = asked();
    await at.provider.rotate("two");
    // The keys were asked for a moment ago, when the connection was tried.
    expect(await refusalOf(signOn(at, claims))).toBe("SSO_FAILED");
    expect(asked()).toBe(before);
    at.house.clock.advance(5 * minute);
    await signOn(at, claims);
    expect(asked()).toBe(before + 1);
    await signOn(at, claims);
    expect(asked()).toBe(before + 1);
  });

  test.each([
    ["down", async () => new Response("", { status: 503 })],
    [
      "not there",
      async () => {
        throw new TypeError("network");
      },
    ],
  ])("a provider that is %s refuses sign-ins, and sessions live on", async (_name, reply) => {
    const at = await openSignOn();
    const { email } = await createMember(at.house, at.workspace);
    const inside = await signOn(at, { email, email_verified: true });
    at.provider.answers.set("/token", reply);
    expect(await refusalOf(signOn(at, { email, email_verified: true }))).toBe("SSO_UNAVAILABLE");
    expect(await callerOf(at, inside)).toMatchObject({ kind: "member" });
  });
});

test("a client's secret stands nowhere in clear, and no answer holds it", async () => {
  const at = await openSignOn();
  const [row] = await rows<{ sealed_secret: string }>(
    "select * from sso_connections where workspace_id = ?",
    at.workspace.id,
  );
  expect(JSON.stringify(row)).not.toContain("not told to anybody");
  expect(row?.sealed_secret).toMatch(/^k1\./);
  const page = await useCases.viewConnection(at.house.context(at.admin.caller), {});
  expect(JSON.stringify(page)).not.toMatch(/not told|sealed|k1\./);
  const trail = await rows("select details from audit_details where workspace_id = ?", at.workspace.id);
  expect(JSON.stringify(trail)).not.toContain("not told to anybody");
});

test("a suspended workspace sends nobody to its provider", async () => {
  const at = await openSignOn();
  await rows("update workspaces set status = 'suspended' where id = ?", at.workspace.id);
  expect(await refusalOf(signOn(at, { email: "a@example.com", email_verified: true }))).toBe("SSO_OFF");
});

test("at a workspace whose provider is the only way in, a stranger's right password answers like a wrong one", async () => {
  const at = await openSignOn({ enforced: true });
  const elsewhere = await createWorkspace(at.house);
  const stranger = await createMember(at.house, elsewhere.workspace);
  const member = await createMember(at.house, at.workspace);
  const tries = ({ email }: { email: string }, password: string) =>
    refusalOf(useCases.signIn(at.house.anonymous(), { workspaceSlug: at.workspace.slug, email, password }));
  const ended = "update users set password_ends_at = 1 where id = ?";
  expect(await tries(stranger, stranger.password)).toBe("SIGN_IN_FAILED");
  expect(await tries(stranger, "something else")).toBe("SIGN_IN_FAILED");
  expect(await tries(member, member.password)).toBe("SSO_REQUIRED");
  await useCases.relaxConnection(at.house.context(at.admin.caller), {});
  await rows(ended, stranger.userId);
  await rows(ended, member.userId);
  expect(await tries(stranger, stranger.password)).toBe("SIGN_IN_FAILED");
  expect(await tries(member, member.password)).toBe("PASSWORD_ENDED");
});

test("refusals of one subject are written down once an hour", async () => {
  const at = await openSignOn();
  const stranger = { email: "stranger@example.net", email_verified: true };
  const written = async () =>
    (
      await rows(
        "select id from audit_events where workspace_id = ? and action = 'sso.refused'",
        at.workspace.id,
      )
    ).length;
  for (const sub of ["one", "one", "two", "one"]) {
    expect(await refusalOf(signOn(at, { sub, ...stranger }))).toBe("SSO_NOT_MEMBER");
  }
  expect(await written()).toBe(2);
  at.house.clock.advance(60 * minute);
  expect(await refusalOf(signOn(at, { sub: "one", ...stranger }))).toBe("SSO_NOT_MEMBER");
  expect(await written()).toBe(3);
});

test("a sign-on ends the browser's session of the same person, and of nobody else", async () => {
  const at = await openSignOn();
  const [victim, attacker] = [
    await createMember(at.house, at.workspace),
    await createMember(at.house, at.workspace),
  ];
  const { secret } = await useCases.signIn(at.house.anonymous(), {
    workspaceSlug: at.workspace.slug,
    email: victim.email,
    password: victim.password,
  });
  const anonymous = at.house.anonymous();
  const sessionDigest = await anonymous.secrets.sha256(secret);
  const ctx = { ...anonymous, request: { ...anonymous.request, sessionDigest } };
  const kind = async () => (await resolveCaller(anonymous, secret, at.workspace.slug)).caller.kind;
  await signOn(at, { sub: "attacker", email: attacker.email, email_verified: true }, { ctx });
  expect(await kind()).toBe("member");
  await signOn(at, { sub: "victim", email: victim.email, email_verified: true }, { ctx });
  expect(await kind()).toBe("anonymous");
});

test("attempts are limited by place, at both ends", async () => {
  const at = await openSignOn();
  const ctx = at.house.anonymous();
  const begin = () =>
    useCases.beginSignOn(ctx, {
      workspaceSlug: at.workspace.slug,
      invitationId: null,
      revision: null,
      returnTo: null,
      again: false,
    });
  const begun = await begin();
  at.house.refuse.add("sign_in");
  expect(await refusalOf(begin())).toBe("RATE_LIMITED");
  expect(await refusalOf(answer(at, ctx, begun, {}))).toBe("RATE_LIMITED");
  expect(await refusalOf(useCases.tryConnection(at.house.context(at.admin.caller), {}))).toBe("RATE_LIMITED");
});

test("a house without a tried provider offers none", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house);
  const begin = useCases.beginSignOn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    invitationId: null,
    revision: null,
    returnTo: null,
    again: false,
  });
  expect(await refusalOf(begin)).toBe("SSO_OFF");
});

function part(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The usual claims with some of them lies; undefined leaves one out. */
function lie(at: SignOnHouse, lies: Record<string, unknown>) {
  const { usual } = at.provider;
  return (now: number) => ({ ...usual(now), ...lies });
}
