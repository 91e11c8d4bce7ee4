const WIDTH = 72;

/** Wraps at 72 columns between words; an address is one word and stays whole, a quotation stays quoted. */
export function wrap(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.length <= WIDTH ? line.trimEnd() : wrapLine(line)))
    .join("\n");
}

function wrapLine(line: string): string {
  const [lead = ""] = /^(?:> |- )?/u.exec(line) ?? [];
  const hanging = lead === "- " ? "  " : lead;
  const lines: string[] = [];
  let current = lead;
  for (const word of line.slice(lead.length).split(" ")) {
    const started = current.length > hanging.length;
    if (started && current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = hanging + word;
    } else current += started ? ` ${word}` : word;
  }
  return [...lines, current].join("\n").replace(/[ ]+$/gmu, "");
}

/** A note as mail programs quote it. */
export const quoted = (note: string): string => note.replace(/^/gmu, "> ");
