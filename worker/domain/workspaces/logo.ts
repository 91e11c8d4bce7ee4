/** Where a workspace's logo is served; null where it has none. */
export function logoPath({ slug, logoDigest }: { slug: string; logoDigest: string | null }): string | null {
  return logoDigest === null ? null : `/w/${slug}/logo/${logoDigest}`;
}

/** Largest logo, in bytes, and its longest side, in pixels. */
export const logoLimits = { bytes: 200 * 1024, side: 2_000 } as const;

export const pictureTypes = ["image/png", "image/jpeg", "image/webp"] as const;

export interface Picture {
  mediaType: (typeof pictureTypes)[number];
  width: number;
  height: number;
}

/**
 * What kind of picture the bytes are and how large, by the bytes themselves: neither the name of a file nor what a
 * browser says of it is believed. Null for anything else, SVG too, which can hold scripts.
 */
export function readPicture(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPng(view) ?? readJpeg(view) ?? readWebp(view);
  } catch (error) {
    // Cut off before its size was told.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readPng(view: DataView): Picture | null {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a)
    return null;
  if (textAt(view, 12, 4) !== "IHDR") return null;
  return { mediaType: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

function readJpeg(view: DataView): Picture | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // A frame says how large the picture is; of C0 to CF three are tables.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return { mediaType: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + view.getUint16(at + 2);
  }
}

function readWebp(view: DataView): Picture | null {
  if (view.byteLength < 30 || textAt(view, 0, 4) !== "RIFF" || textAt(view, 8, 4) !== "WEBP") return null;
  const mediaType = "image/webp";
  switch (textAt(view, 12, 4)) {
    case "VP8 ":
      return {
        mediaType,
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case "VP8L": {
      if (view.getUint8(20) !== 0x2f) return null;
      const size = view.getUint32(21, true);
      return { mediaType, width: (size & 0x3fff) + 1, height: ((size >> 14) & 0x3fff) + 1 };
    }
    case "VP8X": {
      const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
      return { mediaType, width: three(24) + 1, height: three(27) + 1 };
    }
    default:
      return null;
  }
}

function textAt(view: DataView, at: number, length: number): string {
  let text = "";
  for (let place = at; place < at + length; place += 1) text += String.fromCharCode(view.getUint8(place));
  return text;
}
