import { useWords } from "../request";

/** The id of the <main> of every shell. */
export const mainId = "main";

/** The first stop of the Tab key: past the navigation. */
export function SkipLink() {
  return (
    <a
      href={`#${mainId}`}
      className="sr-only rounded-md bg-surface px-4 py-2 font-medium shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-30"
    >
      {useWords().common.skip}
    </a>
  );
}
