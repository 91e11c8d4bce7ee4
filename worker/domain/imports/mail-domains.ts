import { editsBetween } from "./nearest.ts";

/** Where people have their private mail: the big providers, and those of our languages. */
const providers: readonly string[] = [
  ...["gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "msn.com", "yahoo.com"],
  ...["ymail.com", "rocketmail.com", "icloud.com", "aol.com", "proton.me", "protonmail.com", "fastmail.com"],
  ...["mail.com", "email.com", "zoho.com", "tutanota.com", "gmx.com", "gmx.net", "gmx.de", "web.de"],
  ...["freenet.de", "t-online.de", "posteo.de", "mailbox.org", "arcor.de", "bluewin.ch", "orange.fr"],
  ...["wanadoo.fr", "laposte.net", "free.fr", "sfr.fr", "telefonica.net", "terra.es", "libero.it"],
  ...["hotmail.co.uk", "yahoo.co.uk", "btinternet.com", "comcast.net", "verizon.net", "yandex.ru", "mail.ru"],
  ...["naver.com", "qq.com", "163.com", "uol.com.br", "bol.com.br"],
];
const known = new Set(providers);

/** These have mailboxes under the endings of many countries: `hotmail.be` is as good as `hotmail.de`. */
const worldwide = /^(yahoo|hotmail|outlook|live|msn|gmx)\.([a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})$/;
/** Countries whose ending is more often a slip for `.com`, in an address of these. */
const slips = /\.(co|cm|om)$/;

/** No such endings exist. */
const brokenEndings = new Map([
  ["con", "com"],
  ["cmo", "com"],
  ["ocm", "com"],
  ["vom", "com"],
  ["xom", "com"],
  ["comm", "com"],
  ["coom", "com"],
  ["cpm", "com"],
  ["ogr", "org"],
  ["rog", "org"],
  ["nte", "net"],
  ["nett", "net"],
]);

/** Shorter names lie too near to those of companies: `aon.com` is no slip for `aol.com`. */
const shortestName = 5;

/**
 * The canonical address with the domain that was most likely meant: `ana@gmial.com` gives
 * `ana@gmail.com`. Null when there is nothing to say; a suggestion, never a correction.
 */
export function suggestDomain(address: string): string | null {
  const at = address.lastIndexOf("@") + 1;
  const written = address.slice(at);
  let meant = meanings.get(written);
  if (meant === undefined) {
    const domain = withRealEnding(written);
    meant = providerNear(domain) ?? domain;
    if (meanings.size < mostMeanings) meanings.set(written, meant);
  }
  return at === 0 || meant === written ? null : address.slice(0, at) + meant;
}

/** The people of a file share a few domains. */
const meanings = new Map<string, string>();
const mostMeanings = 10_000;

function withRealEnding(domain: string): string {
  const dot = domain.lastIndexOf(".") + 1;
  const ending = brokenEndings.get(domain.slice(dot));
  return ending ? domain.slice(0, dot) + ending : domain;
}

function providerNear(domain: string): string | null {
  if (known.has(domain) || (worldwide.test(domain) && !slips.test(domain))) return null;
  let most = domain.length < 11 ? 1 : 2;
  let found: string | null = null;
  for (const provider of providers) {
    if (provider.indexOf(".") < shortestName) continue;
    const edits = editsBetween(domain, provider, most);
    if (edits === null || (found && edits === most)) continue;
    found = provider;
    most = edits;
  }
  return found;
}
