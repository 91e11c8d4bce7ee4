import { useLocation } from "@remix-run/react";
import { languageNames, languages } from "../messages";
import { useRequest } from "../request";
import { Button } from "./ui/button";

/** The language of pages on this device; choosing and sending are two steps, as nothing may move by itself. */
export function LanguageSwitch({ here }: { here?: string }) {
  const { language: current, messages } = useRequest();
  const { pathname, search } = useLocation();
  return (
    <form method="post" action="/preferences" className="flex items-center gap-2">
      <input type="hidden" name="return_to" value={here ?? pathname + search} />
      <label htmlFor="language-switch" className="sr-only">
        {messages.common.language}
      </label>
      <div className="w-36">
        <select id="language-switch" name="language" defaultValue={current} className="field">
          {languages.map((language) => (
            <option key={language} value={language} lang={language}>
              {languageNames[language]}
            </option>
          ))}
        </select>
      </div>
      <Button type="submit" variant="quiet">
        {messages.common.changeLanguage}
      </Button>
    </form>
  );
}
