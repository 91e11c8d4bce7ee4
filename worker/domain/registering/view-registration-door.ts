import * as z from "zod";
import type { Language } from "../languages.ts";
import { publicUseCase } from "../use-case.ts";
import { findLink } from "./open-link.ts";
import {
  asksSecurityCode,
  codeInGroups,
  type LinkPlace,
  type LinkState,
  parseLinkPlaces,
} from "./registration-link.ts";

/** Told only where they are as few: "3 places left" hurries, "31 places left" is nobody's business. */
const few = 10;

/** What anybody sees of a link, who has its address or has typed its key. */
export interface RegistrationDoor {
  /** As it stands in the address. */
  code: string;
  state: Exclude<LinkState, "deleted">;
  /** Where whoever joins by it will be; none where the address alone does not do: names are for whoever knows the code. */
  places: LinkPlace[];
  /** Null: many, or as many as come. */
  placesLeft: number | null;
  asksSecurityCode: boolean;
  /** What is spoken where it leads (F82); null: nothing of its own. */
  language: Language | null;
  /** Somebody has to approve. */
  waits: boolean;
  /** It is for addresses of some domains alone: nobody is in before they have proved one. */
  isBounded: boolean;
}

/**
 * The page of a registration link, before anybody says who they are (F130). Throws NOT_FOUND for a code that leads
 * nowhere, RATE_LIMITED to whoever guesses.
 */
export const viewRegistrationDoor = publicUseCase(
  z.strictObject({
    workspaceSlug: z.string().max(100),
    code: z.string("Enter the key.").trim().min(1, "Enter the key.").max(100),
  }),
  async (ctx, { workspaceSlug, code }): Promise<RegistrationDoor> => {
    const { link, places, policies, state, spoken } = await findLink(ctx, workspaceSlug, code);
    const left = link.maxUses === null ? null : Math.max(0, link.maxUses - link.uses);
    const asks = asksSecurityCode(policies, link);
    return {
      code: codeInGroups(link.code),
      state,
      places: asks ? [] : parseLinkPlaces(places).places,
      placesLeft: left !== null && left <= few ? left : null,
      asksSecurityCode: asks,
      language: spoken.of && spoken.language,
      waits: policies["selfreg.check"] === "moderated",
      isBounded: (link.domains ?? []).length > 0,
    };
  },
);
