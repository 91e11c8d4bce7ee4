import type { AppLoadContext } from "@remix-run/cloudflare";
import type { FieldValues } from "../components/settings/field-form";
import { posted } from "../posted";
import { type Inside, insideOf } from "./manage.guard.server";

/** For the pages of fields and labels: an administrator's. */
export function insideFields(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  if (!inside.member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  return inside;
}

/** What the form of a field holds. */
export function readField(form: FormData): FieldValues {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    name: text("name"),
    kind: text("kind"),
    choices: text("choices"),
    requiredFor: form.getAll("requiredFor").map(String),
    asked: form.getAll("asked").map(String),
  };
}

/** The same as the use cases take it. Choices of what is no choice were left over in the form. */
export function fieldInput<Input>({ name, kind, choices, requiredFor, asked }: FieldValues): Input {
  return posted({
    name,
    kind,
    choices:
      kind === "choice"
        ? choices
            .split(/\r?\n/)
            .map((line) => line.trim())
            .filter(Boolean)
        : [],
    requiredFor,
    inForm: asked.includes("form"),
    inImport: asked.includes("import"),
  });
}
