import { type DefaultTreeAdapterTypes, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A control as a person knows it: by its label, and by the legend of the group that it stands in. */
export interface Control {
  name: string;
  /** Label and legend, without "(optional)". */
  label: string;
  legend: string;
  kind: "text" | "select" | "box" | "hidden" | "file" | "button";
  value: string;
  checked: boolean;
  required: boolean;
  disabled: boolean;
  options: { value: string; label: string; disabled: boolean }[];
  element: Element;
}

export interface PageForm {
  action: string;
  method: "get" | "post";
  multipart: boolean;
  controls: Control[];
}

/** A page read without scripts, the way a person reads it: by words, not by marks. */
export class Page {
  readonly path: string;
  readonly status: number;
  readonly html: string;
  readonly #root: DefaultTreeAdapterTypes.Document;

  constructor(path: string, status: number, html: string) {
    this.path = path;
    this.status = status;
    this.html = html;
    this.#root = parse(html, { scriptingEnabled: false });
  }

  /** All that can be read, in one line. */
  get text(): string {
    return textOf(this.#root);
  }

  get title(): string {
    return textOf(find(this.#root, ({ tagName }) => tagName === "title")[0]);
  }

  /** Heading of the page. */
  get heading(): string {
    return textOf(find(this.#root, ({ tagName }) => tagName === "h1")[0]);
  }

  /** Addresses by the words of their links. */
  get links(): { words: string; to: string }[] {
    return find(this.#root, (element) => element.tagName === "a" && has(element, "href")).map((element) => ({
      words: nameOf(element),
      to: attribute(element, "href"),
    }));
  }

  /** Words of everything that can be pressed. */
  get buttons(): string[] {
    return find(this.#root, isButton).map(nameOf);
  }

  /** Rows of all tables, cell by cell. */
  get rows(): string[][] {
    return find(this.#root, ({ tagName }) => tagName === "tr").map((row) =>
      find(row, ({ tagName }) => tagName === "td" || tagName === "th").map(textOf),
    );
  }

  /** The part of the page with this heading, legend or label, as text; empty where there is none. */
  under(heading: string): string {
    const parts = find(
      this.#root,
      (element) =>
        ["section", "fieldset", "nav", "aside", "table", "ul", "dl"].includes(element.tagName) &&
        [attribute(element, "aria-label"), ...headingsOf(element)].includes(heading),
    );
    return parts.map(textOf).join(" ");
  }

  /** Every form, with what would be sent. */
  get forms(): PageForm[] {
    const all = find(this.#root, (element) =>
      ["input", "select", "textarea", "button"].includes(element.tagName),
    );
    return find(this.#root, ({ tagName }) => tagName === "form").map((form) => ({
      action: attribute(form, "action") || this.path,
      method: attribute(form, "method").toLowerCase() === "post" ? "post" : "get",
      multipart: attribute(form, "enctype").includes("multipart"),
      controls: all
        .filter((element) => this.#formOf(element) === form)
        .map((element) => this.#control(element)),
    }));
  }

  /** The labels of everything that can be filled in, in the order of the page. */
  get fields(): string[] {
    return this.forms.flatMap(({ controls }) =>
      controls
        .filter(({ kind, element }) => kind !== "hidden" && kind !== "button" && !has(element, "readonly"))
        .map(({ label, legend }) => legend || label),
    );
  }

  #formOf(element: Element): Element | undefined {
    const id = attribute(element, "form");
    if (id) return find(this.#root, (other) => other.tagName === "form" && attribute(other, "id") === id)[0];
    return ancestors(element).find(({ tagName }) => tagName === "form");
  }

  #control(element: Element): Control {
    const type = attribute(element, "type");
    const kind =
      element.tagName === "button" || type === "submit"
        ? "button"
        : element.tagName === "select"
          ? "select"
          : type === "checkbox" || type === "radio"
            ? "box"
            : type === "hidden" || type === "file"
              ? type
              : "text";
    const options = find(element, ({ tagName }) => tagName === "option").map((option) => ({
      value: has(option, "value") ? attribute(option, "value") : textOf(option),
      label: textOf(option),
      disabled: has(option, "disabled"),
      selected: has(option, "selected"),
    }));
    const chosen = options.find(({ selected }) => selected) ?? options[0];
    return {
      name: attribute(element, "name"),
      label: kind === "button" ? nameOf(element) : this.#labelOf(element),
      legend: kind === "box" ? legendOf(element) : "",
      kind,
      value:
        kind === "select"
          ? (chosen?.value ?? "")
          : element.tagName === "textarea"
            ? rawText(element)
            : kind === "box" && !has(element, "value")
              ? "on"
              : attribute(element, "value"),
      checked: has(element, "checked"),
      required: has(element, "required"),
      disabled: has(element, "disabled"),
      options,
      element,
    };
  }

  #labelOf(element: Element): string {
    const id = attribute(element, "id");
    const label =
      (id && find(this.#root, (other) => other.tagName === "label" && attribute(other, "for") === id)[0]) ||
      ancestors(element).find(({ tagName }) => tagName === "label");
    const words = label ? textOf(label) : attribute(element, "aria-label");
    return words.replace(/ \(optional\)$/, "");
  }
}

function find(from: Node | undefined, wanted: (element: Element) => boolean): Element[] {
  const found: Element[] = [];
  const walk = (node: Node) => {
    if ("tagName" in node && wanted(node)) found.push(node);
    if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  if (from) walk(from);
  return found;
}

function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let at: Node | null = element.parentNode; at && "tagName" in at; at = at.parentNode) found.push(at);
  return found;
}

function has(element: Element, name: string): boolean {
  return element.attrs.some((one) => one.name === name);
}

function attribute(element: Element, name: string): string {
  return element.attrs.find((one) => one.name === name)?.value ?? "";
}

const blocks = new Set([
  "p",
  "div",
  "li",
  "td",
  "th",
  "tr",
  "h1",
  "h2",
  "h3",
  "dt",
  "dd",
  "label",
  "legend",
  "option",
]);

function rawText(node: Node | undefined): string {
  if (!node) return "";
  if ("value" in node && node.nodeName === "#text") return node.value;
  if (!("childNodes" in node)) return "";
  if ("tagName" in node && (["script", "style", "template"].includes(node.tagName) || has(node, "hidden")))
    return "";
  const inner = node.childNodes.map(rawText).join("");
  return "tagName" in node && blocks.has(node.tagName) ? ` ${inner} ` : inner;
}

function textOf(node: Node | undefined): string {
  return rawText(node).replace(/\s+/g, " ").trim();
}

/** The name that a screen reader says. */
function nameOf(element: Element): string {
  return attribute(element, "aria-label") || textOf(element) || attribute(element, "value");
}

function isButton(element: Element): boolean {
  return (
    element.tagName === "button" || (element.tagName === "input" && attribute(element, "type") === "submit")
  );
}

function headingsOf(element: Element): string[] {
  return find(element, ({ tagName }) => /^(h[1-6]|legend|caption)$/.test(tagName))
    .slice(0, 1)
    .map((heading) => textOf(heading).replace(/ \(optional\)$/, ""));
}

function legendOf(element: Element): string {
  const set = ancestors(element).find(({ tagName }) => tagName === "fieldset");
  const legend = set && find(set, ({ tagName }) => tagName === "legend")[0];
  return legend ? textOf(legend).replace(/ \(optional\)$/, "") : "";
}
