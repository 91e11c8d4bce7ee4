/** Somebody's place in the line for a seat: since when they wait, and when they were told of one (UTC ms). */
export interface SeatWait {
  since: number;
  toldAt: number | null;
}

/** Reads the JSON object that `seatWaitOf` makes; null: they are in no line. */
export function parseSeatWait(json: string | null | undefined): SeatWait | null {
  return json ? (JSON.parse(json) as SeatWait) : null;
}
