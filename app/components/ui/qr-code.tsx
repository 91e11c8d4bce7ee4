/** The dark squares of a QR code as one path, and how many it is wide. */
export interface Squares {
  path: string;
  size: number;
}

/** A QR code, black on white: cameras want dark on light, whatever the page looks like. `label` null: words beside it say what. */
export function QrCode({
  squares,
  label,
  className,
}: {
  squares: Squares;
  label: string | null;
  className: string;
}) {
  // The quiet zone of a QR code is four squares wide.
  const side = squares.size + 8;
  return (
    <svg
      viewBox={`-4 -4 ${side} ${side}`}
      role={label === null ? undefined : "img"}
      aria-label={label ?? undefined}
      aria-hidden={label === null ? "true" : undefined}
      shapeRendering="crispEdges"
      className={className}
    >
      <rect x="-4" y="-4" width={side} height={side} fill="white" />
      <path d={squares.path} fill="black" />
    </svg>
  );
}
