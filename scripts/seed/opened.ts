import type { Life } from "./lives.ts";
import type { SignIn } from "./sign-ins.ts";

/** A workspace with its places, before anybody is in it. */
export interface Opened {
  id: string;
  slug: string;
  /** Ids by name. */
  group(name: string): string;
  unit(name: string): string;
  groups: ReadonlyMap<string, string>;
  units: ReadonlyMap<string, string>;
  /** What a demo sign-in was invited to, where that is more than the one role. */
  offers(signIn: SignIn): Partial<Pick<Life, "roles" | "unitId" | "groupIds">>;
}

export function openedAs(
  id: string,
  slug: string,
  groups: ReadonlyMap<string, string>,
  units: ReadonlyMap<string, string>,
  offers: Opened["offers"],
): Opened {
  const from = (ids: ReadonlyMap<string, string>) => (name: string) => {
    const found = ids.get(name);
    if (!found) throw new Error(`The seed has planted no “${name}”.`);
    return found;
  };
  return { id, slug, groups, units, group: from(groups), unit: from(units), offers };
}
