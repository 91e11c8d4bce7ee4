import { encode } from "uqr";
import type { Squares } from "../components/ui/qr-code";

/** The squares of a QR code as one path, a unit each, and how many there are on a side. */
export function squaresOf(text: string): Squares {
  const { data: rows, size } = encode(text, { ecc: "M", border: 0 });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return { path, size };
}
