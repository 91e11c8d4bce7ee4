import { useManage } from "../../manage-words";
import { type Language, languageNames, languages } from "../../messages";
import { tree } from "../../messages/manage/en/places";
import { Select } from "../ui/select";

const sections = { tree };

/** What a place without a language of its own speaks, and who says it. */
export interface Inherited {
  language: Language;
  of: "workspace" | "above" | { name: string };
}

/** In which language people of a unit or group are written to (F82). `inherited` null: it is not there yet. */
export function PlaceLanguageSelect({
  inherited,
  value,
  error,
}: {
  inherited: Inherited | null;
  value: string;
  error: string | undefined;
}) {
  const words = useManage(sections).tree.language;
  return (
    <Select
      name="language"
      label={words.label}
      hint={words.hint}
      markOptional={false}
      empty={inherited ? said(words, inherited) : words.new}
      options={languages.map((language) => ({ value: language, label: languageNames[language] }))}
      error={error}
      defaultValue={value}
    />
  );
}

function said(words: typeof tree.language, { language, of }: Inherited): string {
  const name = languageNames[language];
  if (of === "workspace") return words.ofWorkspace({ language: name });
  return of === "above"
    ? words.ofAbove({ language: name })
    : words.ofPlace({ language: name, place: of.name });
}
