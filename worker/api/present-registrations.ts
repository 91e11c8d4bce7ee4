import type { DecidedRegistrations } from "../domain/registering/decide-registrations.ts";
import type { LinkDetail, LinkView } from "../domain/registering/link-view.ts";
import type { LinkPage } from "../domain/registering/list-registration-links.ts";
import type { RegistrationPage } from "../domain/registering/list-registrations.ts";
import type { RegistrationView } from "../domain/registering/registration-view.ts";
import { isoTime, moment } from "./present.ts";
import type { Shape } from "./shapes.ts";

function linkLine({ id, name, state, uses, maxUses, endsOn, places, gone }: LinkView) {
  return {
    id,
    name,
    state,
    uses,
    maxUses,
    endsOn,
    places: places.map((place) => ({ kind: place.kind, id: place.id, name: place.name })),
    gone,
  };
}

export function presentLink(link: LinkDetail): Shape<"RegistrationLink"> {
  const { url, code, securityCode, asksSecurityCode, domains, createdAt } = link;
  return {
    ...linkLine(link),
    url,
    code,
    securityCode: asksSecurityCode ? securityCode : null,
    domains,
    createdAt: isoTime(createdAt),
  };
}

export function presentLinks({ links, nextCursor }: LinkPage): Shape<"RegistrationLinkPage"> {
  return { data: links.map(linkLine), nextCursor };
}

export function presentRegistration(one: RegistrationView): Shape<"Registration"> {
  const { id, status, email, firstName, lastName, language, link, courses } = one;
  return {
    id,
    status,
    email,
    firstName,
    lastName,
    language,
    link: link && { id: link.id, name: link.name },
    courses: courses.map((course) => ({ id: course.id, title: course.title })),
    createdAt: isoTime(one.createdAt),
    expiresAt: moment(one.expiresAt),
    provedAt: moment(one.provedAt),
    decidedAt: moment(one.decidedAt),
    userId: one.membershipId,
  };
}

export function presentRegistrations(page: RegistrationPage): Shape<"RegistrationPage"> {
  return { data: page.registrations.map(presentRegistration), nextCursor: page.nextCursor };
}

export function presentDecisions({ results, jobId }: DecidedRegistrations): Shape<"RegistrationDecisions"> {
  return { results: results.map(({ id, outcome }) => ({ id, outcome })), jobId };
}
