/** What a loader returns so that `titled` finds it. */
export interface TitledData {
  title: string;
}

/** The `meta` of a page whose loader says its title, in the reader's language. */
export function titled({ data }: { data?: unknown }) {
  const title = (data as Partial<TitledData> | undefined)?.title;
  return title ? [{ title }] : [];
}
