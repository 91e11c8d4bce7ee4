import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from "jose";

export const issuer = "https://id.example.net";

/** What a provider says about somebody; all of it can be a lie. */
export type Claims = Record<string, unknown>;

export interface LyingProvider {
  /** To be reached by: `openHouse({ fetch: provider.fetch })`. */
  fetch: typeof fetch;
  /** What it was asked for, in order: method, address and body. */
  asked: { method: string; url: string; body: string; headers: Headers }[];
  /** Claims of the next token beside the usual ones. */
  claims: Claims;
  /** Its header beside the usual one; null takes a field out. */
  header: Record<string, unknown>;
  /** Makes the token itself instead. */
  token: ((claims: Claims) => Promise<string>) | null;
  metadata: Record<string, unknown>;
  /** Another answer to an address, by its end. */
  answers: Map<string, () => Promise<Response>>;
  nonce: string;
  publicKey: JWK;
  /** A new key in place of the one before. */
  rotate(kid: string): Promise<void>;
  /** Claims that are all right. */
  usual(now: number): Claims;
}

/** A provider inside the test, which can answer what no honest one does. */
export async function lyingProvider(clock: { now: number }, clientId: string): Promise<LyingProvider> {
  let keys = await generateKeyPair("ES256", { extractable: true });
  let kid = "one";
  const provider: LyingProvider = {
    asked: [],
    claims: {},
    header: {},
    token: null,
    metadata: {},
    answers: new Map(),
    nonce: "",
    publicKey: {},
    async rotate(next) {
      keys = await generateKeyPair("ES256", { extractable: true });
      kid = next;
      provider.publicKey = { ...(await exportJWK(keys.publicKey)), kid, alg: "ES256", use: "sig" };
    },
    usual: (now) => ({
      iss: issuer,
      aud: clientId,
      sub: "subject-1",
      nonce: provider.nonce,
      iat: Math.floor(now / 1000),
      exp: Math.floor(now / 1000) + 300,
    }),
    fetch: async (input, init) => {
      const request = new Request(input as RequestInfo, init as RequestInit);
      const { pathname } = new URL(request.url);
      const body = new TextDecoder().decode(await request.arrayBuffer());
      provider.asked.push({ method: request.method, url: request.url, body, headers: request.headers });
      for (const [end, answer] of provider.answers) if (pathname.endsWith(end)) return answer();
      if (pathname.endsWith("/.well-known/openid-configuration")) {
        return Response.json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ["ES256"],
          ...provider.metadata,
        });
      }
      if (pathname.endsWith("/jwks")) return Response.json({ keys: [provider.publicKey] });
      if (pathname.endsWith("/token")) {
        const claims = { ...provider.usual(clock.now), ...provider.claims };
        const header = { alg: "ES256", kid, ...provider.header };
        const kept = Object.fromEntries(Object.entries(header).filter(([, value]) => value !== null));
        const token = provider.token
          ? await provider.token(claims)
          : await new SignJWT(claims).setProtectedHeader(kept as JWTHeaderParameters).sign(keys.privateKey);
        return Response.json({ access_token: "access", token_type: "Bearer", id_token: token });
      }
      return new Response("nothing here", { status: 404 });
    },
  };
  await provider.rotate(kid);
  return provider;
}
