/** A colour as people write it, as `#rrggbb`; null when the text is none. */
export function readColour(text: string): string | null {
  const written = text.trim().toLowerCase();
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(written)?.[1];
  if (hex) return `#${hex.length === 3 ? hex.replace(/./g, "$&$&") : hex}`;
  const parts = /^rgb\(\s*(\d{1,3})\s*[\s,]\s*(\d{1,3})\s*[\s,]\s*(\d{1,3})\s*\)$/.exec(written)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
