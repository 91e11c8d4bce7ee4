import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useRef, useState } from "react";
import { useHydrated, useWords } from "../../request";
import { Button } from "./button";
import { controlProps, Field, type FieldTexts } from "./field";

/** Something to be taken elsewhere, such as a link. Without scripts one selects it by hand. */
export function CopyField({ value, ...texts }: FieldTexts & { value: string }) {
  const { common } = useWords();
  const hydrated = useHydrated();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 3000);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    input.current?.select();
    // Refused outside secure contexts or by a policy: the selected text is then ready for Ctrl+C.
    await navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => {},
    );
  }

  return (
    <Field {...texts} markOptional={false}>
      <div className="flex gap-2">
        <input
          ref={input}
          {...controlProps(texts)}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="field font-mono text-sm"
        />
        {hydrated && (
          <Button
            onClick={() => void copy()}
            icon={copied ? <Check className="size-4" /> : <Copy className="size-4" />}
          >
            {copied ? common.copied : common.copy}
          </Button>
        )}
      </div>
      <span role="status" className="sr-only">
        {copied ? common.copied : ""}
      </span>
    </Field>
  );
}
