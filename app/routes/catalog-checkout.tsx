import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { CheckoutForm, type CheckoutTrouble } from "../components/paying/checkout-form";
import { PublicShell } from "../components/public-shell";
import { buttonClass } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { posted } from "../posted";
import { fieldErrors, fieldsOf, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Before somebody goes to pay: what, for how much, on which date, and who. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const slug = params.workspace ?? "";
  // What costs something is for people whose address is known.
  if (context.member?.status === "unproved") throw redirect(`/w/${slug}/learn/confirm?first`, 303);
  const found = await context.attempt(() =>
    context.useCases.viewCheckout({ workspaceSlug: slug, courseId: params.courseId ?? "" }),
  );
  const { workspace, person } = context;
  if (!found.ok || !workspace) {
    throw new Response(null, {
      status: found.ok || found.error.code === "VALIDATION_FAILED" ? 404 : found.error.status,
    });
  }
  const { paying } = messagesFor(context);
  return {
    ...branding(workspace),
    title: `${paying.title({ course: found.value.course.title })} · ${workspace.name}`,
    workspace: { slug, name: workspace.name, timeZone: workspace.timeZone },
    humanSiteKey: context.humanSiteKey,
    session: new URL(request.url).searchParams.get("session") ?? "",
    // A person of another workspace buys like anybody else, and need not type who they are.
    known: person && {
      email: person.email,
      firstName: person.firstName,
      lastName: person.lastName,
    },
    ...found.value,
  };
}

const troubles: Readonly<Record<string, CheckoutTrouble>> = {
  PRICE_CHANGED: "priceChanged",
  PAYMENT_UNAVAILABLE: "unavailable",
  PAYMENT_REFUSED: "refused",
  PAYMENTS_OFF: "off",
  RATE_LIMITED: "tooMany",
  HUMAN_UNPROVED: "unproved",
  HUMAN_CHECK_UNAVAILABLE: "checkDown",
};

export async function action({ request, params, context }: ActionFunctionArgs) {
  const slug = params.workspace ?? "";
  const courseId = params.courseId ?? "";
  const form = await request.formData();
  // Whatever else was posted goes on as it is: the domain refuses fields it does not know (P-01).
  const { session, amount, currency, ...fields } = fieldsOf(form);
  const begun = await context.attempt(() =>
    context.useCases.beginCheckout(
      posted({
        ...fields,
        workspaceSlug: slug,
        courseId,
        ...(session && { sessionId: session }),
        price: { amount: Number(amount), currency },
        language: context.language,
      }),
    ),
  );
  if (begun.ok) {
    const { url, orderId } = begun.value;
    return redirect(url ?? `/w/${slug}/catalog/orders/${orderId}`, 303);
  }
  const { error } = begun;
  if (error.code === "ALREADY_ENROLLED") return redirect(`/w/${slug}/learn/courses/${courseId}`, 303);
  if (error.code === "ADDRESS_UNCONFIRMED") return redirect(`/w/${slug}/learn/confirm?first`, 303);
  if (error.code === "EMAIL_UNVERIFIED") return redirect(`/w/${slug}/account/verify`, 303);
  if (error.code === "PASSWORD_CHANGE_REQUIRED") return redirect(`/w/${slug}/account/password`, 303);
  const trouble = troubles[error.code] ?? null;
  if (!trouble && error.code !== "VALIDATION_FAILED") throw new Response(null, { status: error.status });
  const words = messagesFor(context);
  const { sessionId, ...errors } = fieldErrors(words, refusalOf(error));
  // Both at once: the domain looks at the name only after the address.
  const nameless = "firstName" in fields && textOf(form, "firstName").trim() === "";
  const isDomain = error.errors.some(({ path, code }) => path === "email" && code === "domain");
  return data(
    {
      trouble: sessionId ? ("dateGone" as const) : trouble,
      seconds: error.retryAfter ?? 60,
      errors: {
        ...errors,
        ...(nameless && { firstName: words.join.firstNameMissing }),
        ...(isDomain && { email: words.paying.domain }),
      },
      typed: {
        email: textOf(form, "email"),
        firstName: textOf(form, "firstName"),
        lastName: textOf(form, "lastName"),
      },
    },
    error.status,
  );
}

export default function CatalogCheckout() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { paying, catalog } = useWords();
  const { workspace, course, canBuy, member } = page;
  const base = `/w/${workspace.slug}`;
  const back = `${base}/catalog/${course.id}`;
  return (
    <PublicShell
      workspace={workspace}
      title={paying.title({ course: course.title })}
      lead={course.summary}
      aside={
        <a href={back} className="link">
          {paying.again}
        </a>
      }
    >
      {member?.enrolled ? (
        <>
          <Notice tone="info">{paying.have}</Notice>
          <a
            href={`${base}/learn/courses/${course.id}`}
            className={buttonClass({ variant: "primary", size: "large", wide: true })}
          >
            {catalog.go}
          </a>
        </>
      ) : canBuy ? (
        <CheckoutForm {...page} base={base} answer={answer} />
      ) : (
        <Notice tone="warn" title={paying.off}>
          {paying.offHelp({ workspace: workspace.name })}
        </Notice>
      )}
    </PublicShell>
  );
}
