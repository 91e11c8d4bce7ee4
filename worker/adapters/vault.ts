import type { Vault } from "../domain/context.ts";
import { type MasterKey, readRing } from "./key-ring.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const nonceLength = 12;
const longestSealed = 8_192;

/**
 * AES-256-GCM under a key that is derived from the ring for this alone. A sealed text is `key id.nonce and cipher`,
 * base64url; the purpose is bound to it as associated data. The first key seals, all open.
 *
 * @throws as `readRing` does.
 */
export function createVault(masterKeys: readonly MasterKey[]): Vault {
  const ring = readRing(masterKeys);
  const [currentId = ""] = ring.keys();
  const derived = new Map<string, CryptoKey>();

  async function keyOf(id: string): Promise<CryptoKey | null> {
    const known = derived.get(id);
    const master = ring.get(id);
    if (known || !master) return known ?? null;
    const material = await crypto.subtle.importKey("raw", master, "HKDF", false, ["deriveKey"]);
    // Only the finished key is kept: in workerd a promise must not be awaited by another request.
    const key = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(`usher|vault|${id}`) },
      material,
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt", "decrypt"],
    );
    derived.set(id, key);
    return key;
  }

  return {
    async seal(purpose, text) {
      const key = await keyOf(currentId);
      if (!key) throw new Error("The key that seals is missing.");
      const iv = crypto.getRandomValues(new Uint8Array(nonceLength));
      const cipher = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: encoder.encode(purpose) },
        key,
        encoder.encode(text),
      );
      const bytes = new Uint8Array([...iv, ...new Uint8Array(cipher)]);
      return { sealed: `${currentId}.${toBase64Url(bytes)}`, keyId: currentId };
    },

    async open(purpose, sealed) {
      try {
        const [, id = "", body = ""] =
          /^([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/.exec(sealed.slice(0, longestSealed + 1)) ?? [];
        const key = sealed.length > longestSealed ? null : await keyOf(id);
        if (!key) return null;
        const bytes = Uint8Array.from(atob(body.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
          character.charCodeAt(0),
        );
        const plain = await crypto.subtle.decrypt(
          { name: "AES-GCM", iv: bytes.slice(0, nonceLength), additionalData: encoder.encode(purpose) },
          key,
          bytes.slice(nonceLength),
        );
        return decoder.decode(plain);
      } catch {
        // Cut, changed, or for another purpose: outside they look alike.
        return null;
      }
    },
  };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
