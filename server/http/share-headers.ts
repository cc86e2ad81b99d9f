/**
 * Answers to whoever has a link: not kept by any cache, so that a link that is revoked shows nothing more, not listed by
 * search engines, and the address, which holds the token, is told to nobody.
 */
export const shareHeaders = {
  "cache-control": "private, no-store",
  "x-robots-tag": "noindex, nofollow, noarchive",
  "referrer-policy": "no-referrer",
} as const;

export function withShareHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(shareHeaders)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
