export type ImageFormat = "png" | "jpeg" | "webp" | "gif" | "tiff" | "avif";

export const mediaTypes: Record<ImageFormat, string> = {
  png: "image/png",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  tiff: "image/tiff",
  avif: "image/avif",
};

export type Sniffed = { format: ImageFormat } | { format: null; looksLike: string | null };

/** What the first bytes say that a file is; its name and declared media type play no part. */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1_024)).toString("latin1");
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return { format: "png" };
  if (head.startsWith("\xff\xd8\xff")) return { format: "jpeg" };
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return { format: "webp" };
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return { format: "gif" };
  if (/^(II[*+]\0|MM\0[*+])/.test(head)) return { format: "tiff" };
  if (head.slice(4, 8) === "ftyp" && ["avif", "avis"].includes(head.slice(8, 12))) return { format: "avif" };
  return { format: null, looksLike: nameForeign(head) };
}

/** Names what people take for a picture, so that the refusal can say what the file is. */
function nameForeign(head: string): string | null {
  if (head.startsWith("%PDF-")) return "a PDF";
  if (head.startsWith("8BPS")) return "a Photoshop file";
  if (head.startsWith("BM")) return "a BMP";
  if (head.startsWith("\0\0\x01\0")) return "an icon file";
  if (head.startsWith("\0\0\0\x0cJXL ") || head.startsWith("\xff\x0a")) return "a JPEG XL";
  if (head.startsWith("\0\0\0\x0cjP  ") || head.startsWith("\xff\x4f\xff\x51")) return "a JPEG 2000";
  if (head.slice(4, 8) === "ftyp") return /^(hei|hev|mif|msf)/.test(head.slice(8, 11)) ? "a HEIC" : "a video";
  if (head.startsWith("PK\x03\x04")) return "a ZIP archive";
  if (/<svg[\s>]/i.test(head)) return "an SVG";
  if (/<(!doctype\s+html|html|head|body|script)[\s>]/i.test(head)) return "an HTML page";
  return null;
}
