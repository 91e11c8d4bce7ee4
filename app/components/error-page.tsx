import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import type { Messages } from "../messages";
import { useRequest } from "../request";
import { PublicShell } from "./public-shell";
import { buttonClass } from "./ui/button";

/** What worker/web.ts may put as JSON into the Response it throws; everything is optional. */
export interface ErrorData {
  requestId?: string;
  /** With 429. */
  retryAfterSeconds?: number;
  /** With 401: where to sign in. */
  signIn?: string;
}

interface Told {
  title: string;
  lead: string;
  action: string;
  /** Where the one next step leads; nothing is this same page again. */
  to?: string;
}

function tell(errors: Messages["errors"], status: number, data: ErrorData): Told {
  switch (status) {
    case 404:
    case 410:
      return { ...errors.notFound, to: "/" };
    case 403:
      return { ...errors.forbidden, to: "/" };
    case 401:
      return { ...errors.unauthorized, to: data.signIn ?? "/" };
    case 409:
      return errors.conflict;
    case 429: {
      const { title, lead, leadPlain, action } = errors.rateLimited;
      const seconds = data.retryAfterSeconds;
      return { title, lead: seconds ? lead({ seconds }) : leadPlain, action };
    }
    default:
      return errors.serverError;
  }
}

/** Whatever went wrong: what happened, one next step, and a reference for whoever helps. */
export function ErrorPage({ error }: { error: unknown }) {
  const { messages, requestId } = useRequest();
  const { pathname, search } = useLocation();
  const thrown = isRouteErrorResponse(error) ? error : undefined;
  const data: ErrorData = thrown?.data && typeof thrown.data === "object" ? thrown.data : {};
  const told = tell(messages.errors, thrown?.status ?? 500, data);
  const reference = data.requestId ?? requestId;
  return (
    <>
      <title>{told.title}</title>
      <PublicShell
        title={told.title}
        lead={told.lead}
        aside={reference && <p>{messages.common.requestId({ id: reference })}</p>}
      >
        <a href={told.to ?? pathname + search} className={buttonClass({ variant: "primary", size: "large" })}>
          {told.action}
        </a>
      </PublicShell>
    </>
  );
}
