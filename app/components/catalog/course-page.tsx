import type { CatalogDate } from "../../../worker/domain/catalog/catalog-course";
import type { Reader } from "../../../worker/domain/catalog/view-catalog-course";
import { TimeZoneProvider, useWords } from "../../request";
import { Button, buttonClass } from "../ui/button";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { Time } from "../ui/time";
import { useFacts, usePrice } from "./course-facts";

export interface ShownCourse {
  id: string;
  title: string;
  summary: string;
  description: string;
  topic: string | null;
  language: string | null;
  durationMinutes: number | null;
  price: { amount: number; currency: string } | null;
}

/** Why the press of the button came to nothing. */
export type EnrolRefusal = "fullNow" | "dateOver" | "priced" | "changed";

interface Offer {
  base: string;
  course: ShownCourse;
  dates: readonly CatalogDate[];
  reader: Reader;
  ownDates: readonly string[];
  /** `?lang=de`, or empty. */
  lang: string;
  refusal?: EnrolRefusal;
  /** Only looked at: nothing can be pressed. */
  preview?: boolean;
  /** It has a price, and nothing can be paid for here; by the name of whom one may ask. */
  unsold?: string | null;
}

/** A course of the catalog, for whoever thinks of taking it: what, when, how long, how much, and one button. */
export function CatalogCoursePage(offer: Offer) {
  const { course, base, lang } = offer;
  const { catalog } = useWords();
  const facts = useFacts(course);
  return (
    <article className="grid gap-8 md:grid-cols-[minmax(0,1fr)_20rem] md:gap-12">
      <header className="grid content-start gap-3 md:col-span-2">
        <p className="text-base">
          <a href={`${base}/catalog${lang}`} className="link inline-flex min-h-11 items-center">
            {catalog.back}
          </a>
        </p>
        <h1 className="text-2xl font-semibold">{course.title}</h1>
        {facts.length > 0 && <p className="text-muted">{facts.join(" · ")}</p>}
        {course.summary && <p className="max-w-prose text-lg">{course.summary}</p>}
      </header>
      <div className="md:order-last">
        <OfferCard {...offer} />
      </div>
      <div className="grid content-start">
        {course.description && (
          <Section plain title={catalog.about}>
            <p className="max-w-prose whitespace-pre-line">{course.description}</p>
          </Section>
        )}
      </div>
    </article>
  );
}

function OfferCard(offer: Offer) {
  const { catalog, paying } = useWords();
  const price = usePrice(offer.course.price);
  const unsold = offer.unsold && offer.reader !== "enrolled" ? offer.unsold : null;
  const { base, course, dates, reader, ownDates, refusal, preview } = offer;
  const taken = reader === "enrolled";
  const own = dates.filter(({ id }) => ownDates.includes(id));
  const choosesDate = dates.length > 0 && own.length === 0;
  const toCourse = `${base}/learn/courses/${course.id}`;
  return (
    <div className="grid gap-4 rounded-lg border border-line bg-surface p-4 md:sticky md:top-6">
      {refusal && <Notice tone="error">{catalog[refusal]}</Notice>}
      {taken ? (
        <p className="text-lg font-semibold">{catalog.enrolled}</p>
      ) : (
        <p className="text-xl font-semibold tabular-nums">{price}</p>
      )}
      {own.map((date) => (
        <div key={date.id} className="grid gap-0.5">
          <p className="text-base text-muted">{catalog.yourDate}</p>
          <WhenAndWhere date={date} />
        </div>
      ))}
      {!taken && dates.length === 0 && <p className="text-muted">{catalog.noDates}</p>}
      {taken && (
        <a href={toCourse} className={buttonClass({ variant: "primary", size: "large", wide: true })}>
          {catalog.go}
        </a>
      )}
      {unsold && (
        <Notice tone="info" title={paying.off}>
          {paying.offHelp({ workspace: unsold })}
        </Notice>
      )}
      {(!taken || choosesDate) && !unsold && (
        <OfferForm {...offer} choosesDate={choosesDate} secondary={taken} price={price} preview={preview} />
      )}
      {reader === "guest" && !preview && !unsold && <GuestHint {...offer} />}
    </div>
  );
}

/** Where the press leads: strangers register, members enrol at once, and what has a price is paid for. */
function OfferForm({
  base,
  course,
  dates,
  reader,
  choosesDate,
  secondary,
  price,
  preview,
}: Offer & { choosesDate: boolean; secondary: boolean; price: string }) {
  const { catalog } = useWords();
  const here = `${base}/catalog/${course.id}`;
  const paid = course.price !== null && reader !== "enrolled";
  const [method, action] = paid
    ? (["get", `${here}/checkout`] as const)
    : reader === "guest"
      ? (["get", `${base}/register`] as const)
      : (["post", here] as const);
  const first = secondary ? undefined : dates.find(({ placesLeft }) => placesLeft !== 0);
  return (
    <form method={method} action={action} className="grid gap-4">
      {!paid && reader === "guest" && <input type="hidden" name="course" value={course.id} />}
      {choosesDate && (
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium">{catalog.dates}</legend>
          {dates.map((date) => (
            <DateChoice key={date.id} date={date} chosen={date.id === first?.id} />
          ))}
          {!secondary && (
            <DateLine id="no-date">
              <input
                type="radio"
                id="no-date"
                name="session"
                value=""
                defaultChecked={!first}
                className="mt-1"
              />
              <span className="grid">
                <span>{catalog.noDate}</span>
                <span className="text-base text-muted">{catalog.noDateHint}</span>
              </span>
            </DateLine>
          )}
        </fieldset>
      )}
      <Button
        type="submit"
        variant={secondary ? "secondary" : "primary"}
        size="large"
        wide
        disabled={preview || (secondary && dates.every(({ placesLeft }) => placesLeft === 0))}
      >
        {secondary
          ? catalog.dates
          : paid
            ? catalog.buy({ price })
            : reader === "guest"
              ? catalog.enrol
              : catalog.enrolMember}
      </Button>
    </form>
  );
}

function DateLine({ id, children }: { id: string; children: React.ReactNode }) {
  return (
    <label htmlFor={id} className="-mx-2 flex min-h-11 gap-3 rounded-md p-2 has-checked:bg-accent-soft">
      {children}
    </label>
  );
}

function DateChoice({ date, chosen }: { date: CatalogDate; chosen: boolean }) {
  const { catalog } = useWords();
  const full = date.placesLeft === 0;
  return (
    <DateLine id={date.id}>
      <input
        type="radio"
        id={date.id}
        name="session"
        value={date.id}
        defaultChecked={chosen}
        disabled={full}
        className="mt-1 shrink-0"
      />
      <span className={full ? "grid text-muted" : "grid"}>
        <WhenAndWhere date={date} />
        {date.placesLeft !== null && (
          <span className="text-base font-medium">
            {full ? catalog.full : catalog.left({ count: date.placesLeft })}
          </span>
        )}
      </span>
    </DateLine>
  );
}

/** A date in its own zone, by name, with where it is. */
function WhenAndWhere({ date }: { date: CatalogDate }) {
  const { catalog } = useWords();
  const { title, startsAt, endsAt, timeZone, place, online } = date;
  const where = [place, online ? catalog.online : null].filter(Boolean).join(" · ");
  return (
    <TimeZoneProvider zone={timeZone}>
      <span>
        <Time at={startsAt} until={endsAt} show="exact" />
      </span>
      <span className="text-base text-muted">{[title, where].filter(Boolean).join(" · ")}</span>
    </TimeZoneProvider>
  );
}

function GuestHint({ base, course, lang }: Offer) {
  const { catalog } = useWords();
  const back = encodeURIComponent(`${base}/catalog/${course.id}${lang}`);
  return (
    <p className="text-base text-muted">
      {catalog.account} {catalog.haveAccount}{" "}
      <a href={`${base}/sign-in?returnTo=${back}`} className="link">
        {catalog.signIn}
      </a>
    </p>
  );
}
