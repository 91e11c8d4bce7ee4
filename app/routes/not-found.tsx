/** Any address no other route knows: a 404 that the error page renders. */
export function loader(): never {
  throw new Response(null, { status: 404 });
}

/** Never reached; without a component Remix would answer with the bare response. */
export default function NotFound() {
  return null;
}
