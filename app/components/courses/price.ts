/** How many digits stand behind the point of a currency: 2 for EUR, 0 for JPY. */
function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** "49.90" in the smallest unit of the currency; null for what is no price. */
export function minorUnits(amount: string, currency: string): number | null {
  const text = amount.trim().replace(",", ".");
  const digits = digitsOf(currency);
  if (!/^\d{1,9}(?:\.\d+)?$/.test(text)) return null;
  const [whole = "", part = ""] = text.split(".");
  if (part.length > digits) return null;
  return Number(whole + part.padEnd(digits, "0"));
}

/** The other way round, for forms and machines: "49.90", and "4990" where the currency has no smaller unit. */
export function majorText(amount: number, currency: string): string {
  const digits = digitsOf(currency);
  return (amount / 10 ** digits).toFixed(digits);
}

/** "€49.90" */
export function priceText(price: { amount: number; currency: string }, language: string): string {
  const { amount, currency } = price;
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(
    amount / 10 ** digitsOf(currency),
  );
}
