/** One key of the ring. `secret` is base64url of at least 32 random bytes. */
export interface MasterKey {
  id: string;
  secret: string;
}

/**
 * The keys of the ring by their ids, the first one first. A Map, not an object: `__proto__` is then a key like any
 * other and unknown (T-22).
 *
 * @throws when the ring is empty, has an id twice or holds a key of fewer than 32 bytes.
 */
export function readRing(masterKeys: readonly MasterKey[]): Map<string, Uint8Array<ArrayBuffer>> {
  const ring = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { id, secret } of masterKeys) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) throw new Error("A key id is 1 to 32 of A-Z a-z 0-9 _ -.");
    if (ring.has(id)) throw new Error(`The key id ${id} stands in the ring twice.`);
    if (!/^[A-Za-z0-9_-]+$/.test(secret)) throw new Error(`The key ${id} is not base64url.`);
    const bytes = Uint8Array.from(atob(secret.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
    if (bytes.length < 32) throw new Error(`The key ${id} has fewer than 32 bytes.`);
    ring.set(id, bytes);
  }
  if (ring.size === 0) throw new Error("The key ring for links is empty.");
  return ring;
}
