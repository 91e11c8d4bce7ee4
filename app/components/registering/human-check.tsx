import { useRequest, useWords } from "../../request";
import { Notice } from "../ui/notice";

/** The widget that tells people from programs, where the installation has one; it puts its token into the form. */
export function HumanCheck({ siteKey }: { siteKey: string | null }) {
  const { nonce, language, theme } = useRequest();
  const { register } = useWords();
  if (!siteKey) return null;
  return (
    <>
      <div
        className="cf-turnstile min-h-16"
        data-sitekey={siteKey}
        data-action="register"
        data-response-field-name="humanToken"
        data-language={language}
        data-theme={theme === "system" ? "auto" : theme}
        data-size="flexible"
      />
      <noscript>
        <Notice tone="warn">{register.needsScript}</Notice>
      </noscript>
      <script
        src="https://challenges.cloudflare.com/turnstile/v0/api.js"
        async
        defer
        nonce={nonce || undefined}
      />
    </>
  );
}
