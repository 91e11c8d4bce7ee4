import type { linkById, linksPage } from "../../../db/queries/registration-links.ts";
import { DomainError } from "../errors.ts";
import { dayIn } from "../members/access-end.ts";
import { covers, type Places } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";
import {
  asksSecurityCode,
  codeInGroups,
  type LinkPlace,
  type LinkState,
  linkStateOf,
  parseLinkPlaces,
} from "./registration-link.ts";

/** A registration link in a list. */
export interface LinkView {
  id: string;
  name: string;
  state: LinkState;
  uses: number;
  /** Null: no bound. */
  maxUses: number | null;
  /** The last day on which somebody may join by it, `2026-12-31`; null: without end. */
  endsOn: string | null;
  /** Where it leads today. */
  places: LinkPlace[];
  /** Units, groups and courses that it named and that are gone, or no course for anybody any more. */
  gone: number;
}

/** A registration link as whoever manages it sees it. */
export interface LinkDetail extends LinkView {
  /** Its address, and its code to be typed. */
  url: string;
  code: string;
  /** Asked beside the address where the workspace wants so (`group_link`). */
  securityCode: string | null;
  asksSecurityCode: boolean;
  /** Empty: as the workspace says. */
  domains: string[];
  pausedAt: number | null;
  createdAt: number;
}

type ListedRow = Awaited<ReturnType<typeof linksPage>>[number];
export type LinkRow = Awaited<ReturnType<typeof linkById>>[number];

export function linkView(ctx: MemberContext, row: ListedRow): LinkView {
  const { id, name, uses, maxUses, endsAt } = row;
  return {
    id,
    name,
    state: linkStateOf({ ...row, deletedAt: null }, ctx.now()),
    uses,
    maxUses,
    endsOn: endsAt === null ? null : dayIn(endsAt - 1, ctx.workspace.timeZone),
    ...parseLinkPlaces(row.places),
  };
}

export function linkDetail(ctx: MemberContext, { link, places }: LinkRow): LinkDetail {
  const { workspace, settings } = ctx;
  return {
    ...linkView(ctx, { ...link, places, fits: 1 }),
    state: linkStateOf(link, ctx.now()),
    url: `${settings.origin}/w/${workspace.slug}/register/${codeInGroups(link.code)}`,
    code: codeInGroups(link.code),
    securityCode: link.securityCode && codeInGroups(link.securityCode),
    asksSecurityCode: asksSecurityCode(workspace.policies, link),
    domains: link.domains ?? [],
    pausedAt: link.pausedAt,
    createdAt: link.createdAt,
  };
}

/** The units and groups of a link that there are. */
export function placesOfLinkRow(places: string): Places {
  const found = parseLinkPlaces(places).places;
  const of = (kind: LinkPlace["kind"]) => found.flatMap((place) => (place.kind === kind ? place.id : []));
  return { unitIds: of("unit"), groupIds: of("group") };
}

/** A link that lives and is the asker's to manage. Throws NOT_FOUND for every other. */
export function requireLink(ctx: MemberContext, row: LinkRow | undefined): LinkRow {
  const reach = ctx.reach("registration.manage");
  if (!row || row.link.deletedAt !== null || reach === null || !covers(reach, placesOfLinkRow(row.places))) {
    throw new DomainError("NOT_FOUND");
  }
  return row;
}
