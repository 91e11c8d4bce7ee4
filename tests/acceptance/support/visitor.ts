import { Browser } from "../../support/browser.ts";
import { type Control, Page, type PageForm } from "./page.ts";

/** Somebody at a browser without scripts, who knows pages by what is written on them. */
export class Visitor {
  readonly browser: Browser;
  #page: Page | null = null;
  #typed: { control: Control; value: string; on?: boolean }[] = [];

  constructor(browser = new Browser()) {
    this.browser = browser;
  }

  /** The page that is open. */
  get page(): Page {
    if (!this.#page) throw new Error("No page is open yet.");
    return this.#page;
  }

  /** Opens an address, redirects included. */
  async open(path: string): Promise<Page> {
    let at = path.replace(/#.*$/, "");
    let visit = await this.browser.get(at);
    for (let hops = 0; visit.location && hops < 6; hops += 1) {
      at = visit.location.replace(/#.*$/, "");
      visit = await this.browser.get(at);
    }
    return this.#show(new Page(at, visit.status, visit.body));
  }

  /** Follows the link with these words. */
  follow(words: string): Promise<Page> {
    const { links } = this.page;
    const link = links.find((one) => one.words === words) ?? links.find((one) => one.words.includes(words));
    if (!link)
      throw new Error(
        `No link says "${words}" on ${this.page.path}: ${links.map((one) => one.words).join(" | ")}`,
      );
    const { pathname, search } = new URL(link.to, `http://here${this.page.path}`);
    return this.open(pathname + search);
  }

  /** Types into the field with this label, or picks the option with these words. */
  fill(label: string, value: string): this {
    const control = this.#field(label);
    if (control.kind !== "select") this.#typed.push({ control, value });
    else {
      const option = control.options.find((one) => one.label.trim() === value || one.value === value);
      if (!option)
        throw new Error(
          `"${label}" offers no "${value}": ${control.options.map((one) => one.label).join(" | ")}`,
        );
      this.#typed.push({ control, value: option.value });
    }
    return this;
  }

  /** Ticks the box, or picks the radio button, with this label; `legend` says which group it stands in. */
  tick(label: string, legend?: string, on = true): this {
    const boxes = this.#controls(({ kind }) => kind === "box");
    const box = boxes.find(
      (one) => matches(one.label, label) && (legend === undefined || one.legend === legend),
    );
    if (!box)
      throw new Error(
        `No box says "${label}" on ${this.page.path}: ${boxes.map((one) => one.label).join(" | ")}`,
      );
    this.#typed.push({ control: box, value: box.value, on });
    return this;
  }

  untick(label: string, legend?: string): this {
    return this.tick(label, legend, false);
  }

  /** Presses the button with these words, and sees where that leads. */
  async press(words: string): Promise<Page> {
    for (const form of this.page.forms) {
      const button =
        form.controls.find((one) => one.kind === "button" && one.label === words && !one.disabled) ??
        form.controls.find((one) => one.kind === "button" && one.label.includes(words) && !one.disabled);
      if (button) return this.#submit(form, button);
    }
    throw new Error(`No button says "${words}" on ${this.page.path}: ${this.page.buttons.join(" | ")}`);
  }

  async #submit(form: PageForm, button: Control): Promise<Page> {
    const fields: [string, string][] = [];
    for (const control of form.controls) {
      if (!control.name || control.disabled || control.kind === "file") continue;
      const typed = this.#typed.filter((one) => one.control.element === control.element).at(-1);
      if (control.kind === "button") {
        if (control === button) fields.push([control.name, control.value]);
      } else if (control.kind === "box") {
        const picked = this.#typed.some(
          (one) => one.on && isRadio(one.control) && one.control.name === control.name && isRadio(control),
        );
        const on = typed?.on ?? (picked ? false : control.checked);
        if (on) fields.push([control.name, control.value]);
      } else fields.push([control.name, typed?.value ?? control.value]);
    }
    const action = new URL(attributeOf(button, "formaction") || form.action, `http://here${this.page.path}`);
    const path = action.pathname + action.search;
    if (form.method === "get" && attributeOf(button, "formmethod") !== "post") {
      return this.open(`${action.pathname}?${new URLSearchParams(fields)}`);
    }
    const visit = await this.browser.post(path, new URLSearchParams(fields));
    if (visit.location) return this.open(visit.location);
    return this.#show(new Page(path, visit.status, visit.body));
  }

  /** A file for the upload form that is open. */
  async upload(name: string, content: string): Promise<Page> {
    const form = this.page.forms.find(({ controls }) => controls.some(({ kind }) => kind === "file"));
    const input = form?.controls.find(({ kind }) => kind === "file");
    if (!form || !input) throw new Error(`Nothing on ${this.page.path} takes a file.`);
    const body = new FormData();
    for (const control of form.controls) {
      if (control.kind === "hidden" || control.kind === "select" || control.kind === "text") {
        if (control.name) body.append(control.name, control.value);
      }
    }
    body.append(input.name, new File([content], name, { type: "text/csv" }));
    const whole = new Response(body);
    const visit = await this.browser.send(
      form.action,
      await whole.arrayBuffer(),
      whole.headers.get("Content-Type") ?? undefined,
    );
    if (visit.location) return this.open(visit.location);
    return this.#show(new Page(form.action, visit.status, visit.body));
  }

  #show(page: Page): Page {
    this.#page = page;
    this.#typed = [];
    return page;
  }

  #controls(wanted: (control: Control) => boolean): Control[] {
    return this.page.forms.flatMap(({ controls }) => controls).filter(wanted);
  }

  #field(label: string): Control {
    const fields = this.#controls(({ kind }) => kind === "text" || kind === "select");
    const field = fields.find((one) => one.label === label);
    if (!field)
      throw new Error(
        `No field is called "${label}" on ${this.page.path}: ${fields.map((one) => one.label).join(" | ")}`,
      );
    return field;
  }
}

function matches(label: string, words: string): boolean {
  return label === words || label.startsWith(`${words} `);
}

function attributeOf(control: Control, name: string): string {
  return control.element.attrs.find((one) => one.name === name)?.value ?? "";
}

function isRadio(control: Control): boolean {
  return attributeOf(control, "type") === "radio";
}
