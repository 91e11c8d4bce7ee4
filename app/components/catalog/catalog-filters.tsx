import { Form } from "@remix-run/react";
import { useRequest, useWords } from "../../request";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Select } from "../ui/select";
import { TextField } from "../ui/text-field";
import { languageName } from "./course-facts";

/** What the address of the catalog says, as text. */
export interface CatalogFilter {
  q: string;
  topic: string;
  language: string;
  price: string;
  dated: string;
}

interface Choices {
  topics: readonly { key: string; label: string }[];
  languages: readonly string[];
  price: boolean;
  dated: boolean;
}

/** Search and filters, as one form that works by its address alone; filters that would change nothing are not there. */
export function CatalogFilters({
  action,
  lang,
  filter,
  choices,
}: {
  action: string;
  lang: string | null;
  filter: CatalogFilter;
  choices: Choices;
}) {
  const { catalog } = useWords();
  const { language } = useRequest();
  const tidy = { markOptional: false, autoComplete: "off" } as const;
  return (
    <Form method="get" action={action} role="search" className="grid gap-4">
      {lang && <input type="hidden" name="lang" value={lang} />}
      <div className="flex max-w-xl items-end gap-2">
        <div className="min-w-0 grow">
          <TextField
            {...tidy}
            name="q"
            type="search"
            label={catalog.search}
            maxLength={200}
            enterKeyHint="search"
            defaultValue={filter.q}
          />
        </div>
        <Button type="submit">{catalog.submit}</Button>
      </div>
      <div className="grid grid-cols-2 items-end gap-4 sm:flex sm:flex-wrap">
        {choices.topics.length > 0 && (
          <Select
            {...tidy}
            name="topic"
            label={catalog.topic}
            empty={catalog.allTopics}
            defaultValue={filter.topic}
            options={choices.topics.map(({ key, label }) => ({ value: key, label }))}
          />
        )}
        {choices.languages.length > 0 && (
          <Select
            {...tidy}
            name="language"
            label={catalog.language}
            empty={catalog.anyLanguage}
            defaultValue={filter.language}
            options={choices.languages.map((value) => ({ value, label: languageName(value, language) }))}
          />
        )}
        {choices.price && (
          <Select
            {...tidy}
            name="price"
            label={catalog.price}
            empty={catalog.anyPrice}
            defaultValue={filter.price}
            options={[
              { value: "free", label: catalog.free },
              { value: "paid", label: catalog.paid },
            ]}
          />
        )}
        {(choices.dated || filter.dated) && (
          <div className="flex min-h-11 items-center">
            <Checkbox name="dated" value="1" label={catalog.dated} defaultChecked={filter.dated === "1"} />
          </div>
        )}
      </div>
    </Form>
  );
}
