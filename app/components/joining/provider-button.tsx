import { type ButtonLook, buttonClass } from "../ui/button";

/** The way to a workspace's identity provider: a whole new page, for it leads to another site. */
export function ProviderButton({
  slug,
  query = {},
  variant = "primary",
  children,
}: {
  slug: string;
  /** `invitation` with its `revision`, `returnTo`, `again`. */
  query?: Readonly<Record<string, string | undefined>>;
  variant?: ButtonLook["variant"];
  children: string;
}) {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
  return (
    <a href={`/w/${slug}/sso/start${search}`} className={buttonClass({ variant, size: "large", wide: true })}>
      {children}
    </a>
  );
}

/** Between two ways in. */
export function Or({ children }: { children: string }) {
  return (
    <p className="flex items-center gap-3 text-base text-muted before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      {children}
    </p>
  );
}
