import type { CheckoutPage } from "../../../worker/domain/paying/view-checkout";
import { TimeZoneProvider, useRequest, useWords } from "../../request";
import { priceText } from "../courses/price";
import { HumanCheck } from "../registering/human-check";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error-summary";
import { Notice } from "../ui/notice";
import { TextField } from "../ui/text-field";
import { Time } from "../ui/time";

/** Why nobody was sent to pay. */
export type CheckoutTrouble =
  | "priceChanged"
  | "unavailable"
  | "refused"
  | "off"
  | "tooMany"
  | "dateGone"
  | "unproved"
  | "checkDown";

interface Who {
  email: string;
  firstName: string;
  lastName: string;
}

interface CheckoutFormProps extends CheckoutPage {
  base: string;
  /** The date that was chosen on the page before. */
  session: string;
  /** Of the check for humans; null: there is none. */
  humanSiteKey: string | null;
  /** Who is signed in, as a member or elsewhere. */
  known: Who | null;
  answer:
    | {
        trouble: CheckoutTrouble | null;
        seconds: number;
        errors: Readonly<Record<string, string>>;
        typed: Who;
      }
    | undefined;
}

/** What is bought, for how much, and by whom; the button leads to the payment provider. */
export function CheckoutForm({
  course,
  price,
  dates,
  member,
  base,
  session,
  humanSiteKey,
  known,
  answer,
}: CheckoutFormProps) {
  const { paying, catalog, register, signIn, common } = useWords();
  const { language } = useRequest();
  const shown = priceText(price, language);
  const here = `${base}/catalog/${course.id}/checkout`;
  const trouble = answer?.trouble;
  const typed = answer?.typed ?? known;
  const errors = answer?.errors;
  const troubles: Record<CheckoutTrouble, string> = {
    ...paying,
    priceChanged: paying.priceChanged({ price: shown }),
    tooMany: signIn.tooMany({ seconds: answer?.seconds ?? 60 }),
    unproved: register.unproved,
    checkDown: register.unreachable,
  };
  return (
    <>
      {trouble && <Notice tone={trouble === "priceChanged" ? "warn" : "error"}>{troubles[trouble]}</Notice>}
      <ErrorSummary errors={errors} />
      <form method="post" action={here} className="grid gap-4" noValidate>
        <p className="grid">
          <span className="text-base text-muted">{paying.price}</span>
          <strong className="text-xl font-semibold tabular-nums">{shown}</strong>
          <span className="text-base text-muted">{paying.tax}</span>
        </p>
        <input type="hidden" name="amount" value={price.amount} />
        <input type="hidden" name="currency" value={price.currency} />
        {dates.length > 0 && (
          <fieldset className="grid gap-1">
            <legend className="mb-1 font-medium">{catalog.dates}</legend>
            {dates.map((date) => (
              <label key={date.id} className="flex min-h-11 gap-3 rounded-md py-2">
                <input
                  type="radio"
                  name="session"
                  value={date.id}
                  defaultChecked={date.id === session}
                  className="mt-1 shrink-0"
                />
                <span className="grid">
                  <span>{date.title}</span>
                  <TimeZoneProvider zone={date.timeZone}>
                    <span className="text-base text-muted">
                      <Time at={date.startsAt} show="exact" />
                    </span>
                  </TimeZoneProvider>
                </span>
              </label>
            ))}
            <label className="flex min-h-11 gap-3 rounded-md py-2">
              <input
                type="radio"
                name="session"
                value=""
                defaultChecked={!dates.some(({ id }) => id === session)}
                className="mt-1 shrink-0"
              />
              <span className="grid">
                <span>{catalog.noDate}</span>
                <span className="text-base text-muted">{catalog.noDateHint}</span>
              </span>
            </label>
          </fieldset>
        )}
        {member ? (
          <p className="wrap-anywhere">{known && paying.payAs({ email: known.email })}</p>
        ) : (
          <>
            <TextField
              name="email"
              type="email"
              label={common.email}
              hint={paying.who}
              autoComplete="email"
              inputMode="email"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
              required
              error={errors?.email}
              defaultValue={typed?.email}
            />
            <TextField
              name="firstName"
              label={common.firstName}
              autoComplete="given-name"
              maxLength={100}
              required
              error={errors?.firstName}
              defaultValue={typed?.firstName}
            />
            <TextField
              name="lastName"
              label={common.lastName}
              autoComplete="family-name"
              maxLength={100}
              error={errors?.lastName}
              defaultValue={typed?.lastName}
            />
            <HumanCheck siteKey={humanSiteKey} />
          </>
        )}
        <Button type="submit" variant="primary" size="large" wide>
          {paying.submit({ price: shown })}
        </Button>
        <p className="text-base text-muted">{paying.provider}</p>
      </form>
      {!member && (
        <p className="text-base text-muted">
          {catalog.haveAccount}{" "}
          <a
            className="link"
            href={`${base}/sign-in?returnTo=${encodeURIComponent(`${here}${session && `?session=${session}`}`)}`}
          >
            {catalog.signIn}
          </a>
        </p>
      )}
    </>
  );
}
