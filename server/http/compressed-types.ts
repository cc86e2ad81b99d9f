/** The kinds of static files that get smaller, and what Next calls them: pictures and fonts are compressed already. */
export const compressedTypes: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
