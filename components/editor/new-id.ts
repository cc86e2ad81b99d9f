const alphabet = "23456789abcdefghijkmnpqrstuvwxyz";

/** A short random id: 12 letters of 32 are 60 bits, enough for one document. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => alphabet[byte % 32]).join("");
}
