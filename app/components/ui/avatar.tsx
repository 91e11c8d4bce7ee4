import clsx from "clsx";

/** First letters of the first and the last word, or of an address. */
function initials(name: string): string {
  const words =
    name
      .split("@")[0]
      ?.split(/[\s._-]+/)
      .filter(Boolean) ?? [];
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? "")][0] ?? "",
  );
  return letters.join("").toLocaleUpperCase();
}

/**
 * A person's initials; no picture is ever fetched from elsewhere. They are drawn by CSS: as text they would count
 * into the visible label of a button and differ from its name.
 */
export function Avatar({ name, size = "medium" }: { name: string; size?: "medium" | "large" }) {
  return (
    <span
      aria-hidden="true"
      data-letters={initials(name)}
      className={clsx(
        "letters grid shrink-0 place-items-center rounded-full border border-line bg-sunken font-medium text-muted select-none",
        size === "large" ? "size-12 text-md" : "size-8 text-xs",
      )}
    />
  );
}
