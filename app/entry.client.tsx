import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { loadMessages } from "./messages";
import { languageFrom, themeOr } from "./preferences";
import { RequestProvider } from "./request";
import type { Terms } from "./terms";

/** Takes the page over once its one language is here; the other three are never fetched. */
async function start() {
  const { lang, dataset } = document.documentElement;
  const language = languageFrom(lang) ?? "en";
  const ownTerms = JSON.parse(dataset.terms ?? "{}") as Partial<Terms>;
  const facts = {
    nonce: "",
    requestId: dataset.request ?? "",
    language,
    messages: await loadMessages(language, ownTerms),
    ownTerms,
    theme: themeOr(dataset.theme),
    now: Number(dataset.now) || Date.now(),
    bare: false,
  };
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <RequestProvider value={facts}>
          <RemixBrowser />
        </RequestProvider>
      </StrictMode>,
    );
  });
}

void start();
