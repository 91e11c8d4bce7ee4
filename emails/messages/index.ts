import type { MailLanguage } from "../mail";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";

/** The catalogue: English says which texts there are, the other languages must have all of them. */
export type Messages = typeof en;

/** What a role is called in a mail, and what it lets its people do; empty: nobody said. */
export interface RoleWords {
  label: string;
  may: string;
}

/** A role key the catalogue knows. */
export type RoleKey = keyof Messages["roles"];

const catalogue: Record<MailLanguage, Messages> = { en, de, fr, es };

/** The texts in a language, English for a language we do not speak. */
export const messagesFor = (language: string): Messages =>
  Object.hasOwn(catalogue, language) ? catalogue[language as MailLanguage] : en;

export const isRoleKey = (role: string): role is RoleKey => Object.hasOwn(en.roles, role);
