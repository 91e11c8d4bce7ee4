import { useRequest } from "../../request";
import { priceText } from "../courses/price";

/** How amounts of one currency read in the language of the page; a dash where there is none. */
export function useMoney(currency: string): (amount: number | null) => string {
  const { language } = useRequest();
  return (amount) => (amount === null ? "–" : priceText({ amount, currency }, language));
}
