/** The forms a language may need; `other` always. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Picks the form for a count by the language's own rules and puts the written-out number in place of "#". */
export function pluralsOf(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace("#", numbers.format(count));
}
