import { useFetcher } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { type Language, languageNames } from "../../messages";
import { invite } from "../../messages/manage/en/invite";
import { useHydrated } from "../../request";
import type { InviteAnswer } from "./invite-form";
import type { Picked } from "./offer-fields";

const sections = { invite };

/** In which language somebody is written to if none is chosen for them, and the place of theirs that says so (F82). */
export interface UsualLanguage {
  language: Language;
  of: string | null;
}

/** The first line of a field that chooses the language: what choosing none means. */
export function useUsualChoice(
  usual: UsualLanguage | undefined,
  places: readonly Picked[keyof Picked][],
): string {
  const { invite } = useManage(sections);
  const hydrated = useHydrated();
  const language = usual && languageNames[usual.language];
  // Without scripts nobody hears of what is picked here.
  if (!language || !hydrated) return invite.languageOfPlaces;
  if (usual.of !== null) return invite.languageOf({ language, place: usual.of });
  return places.every((picked) => picked.length === 0) ? invite.languageOfWorkspace({ language }) : language;
}

/** The same while places are picked in a form that shows no mail: the server says it. */
export function useUsualLanguage(base: string, begins: UsualLanguage | undefined) {
  const asker = useFetcher<InviteAnswer>();
  return {
    usual: asker.data?.preview?.usual ?? begins,
    ask({ unit, group }: Picked) {
      const typed = new FormData();
      typed.set("intent", "preview");
      for (const field of ["unit", "group"]) typed.append("offers", field);
      for (const { id } of unit) typed.append("unitIds", id);
      for (const { id } of group) typed.append("groupIds", id);
      asker.submit(typed, { method: "post", action: `${base}/people/invite` });
    },
  };
}
