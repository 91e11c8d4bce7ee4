import { QrCode, type Squares } from "../ui/qr-code";

/** What stands on a card, in the language of its reader. */
export interface CardTexts {
  language: string;
  heading: string;
  name: string;
  scan: string;
  address: string;
  username: { label: string; value: string };
  code: { label: string; value: string };
  once: string;
  squares: Squares;
}

/** One card, as large as a playing card of a sheet with eight; black on white, for printers and cameras. */
export function SignInCardSheet({
  language,
  heading,
  name,
  scan,
  address,
  username,
  code,
  once,
  squares,
}: CardTexts) {
  return (
    <article
      lang={language}
      aria-label={name}
      className="grid break-inside-avoid content-start gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <header className="grid gap-1">
        <p className="text-sm text-muted">{heading}</p>
        <h2 className="text-lg font-semibold wrap-anywhere">{name}</h2>
      </header>
      <div className="grid grid-cols-[8rem_minmax(0,1fr)] gap-4">
        <QrCode squares={squares} label={null} className="size-32 rounded-sm" />
        <dl className="grid content-start gap-2 text-base">
          {[username, code].map(({ label, value }) => (
            <div key={label}>
              <dt className="text-sm text-muted">{label}</dt>
              <dd className="font-mono font-semibold wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="text-sm">
        {scan} <span className="font-medium wrap-anywhere">{address}</span>
      </p>
      <p className="text-sm text-muted">{once}</p>
    </article>
  );
}
