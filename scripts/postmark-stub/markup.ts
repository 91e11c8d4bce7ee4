/** Markup that is safe to send: what was put into it has been escaped. */
export class Markup {
  source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Value = Markup | string | number | null | undefined | false | Value[];

/** Builds markup; every value is escaped unless it is markup itself. Nothing is written for null and false. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(strings.reduce((sum, part, index) => sum + render(values[index - 1]) + part));
}

/** Escapes text for element content and quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(render).join("");
  return value instanceof Markup ? value.source : escapeHtml(String(value));
}
