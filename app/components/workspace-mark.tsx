/** A workspace's name with its first letter in its colour: its logo until it has one. */
export function WorkspaceMark({ name }: { name: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2 font-semibold">
      <span
        aria-hidden="true"
        data-letters={[...name][0]?.toLocaleUpperCase()}
        className="letters grid size-6 shrink-0 place-items-center rounded-sm bg-accent text-sm text-on-accent"
      />
      <span className="truncate" title={name}>
        {name}
      </span>
    </span>
  );
}
