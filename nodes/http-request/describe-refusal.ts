import { STATUS_CODES } from "node:http";
import type { HttpAnswer } from "#graph/node-runner";

const MAX_EXCERPT_CHARACTERS = 300;

/** Of a URL, all that messages tell: the rest may be nobody's business. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "The service";
}

/** Who answered what, in its own words as far as they are text, and what can be done. */
export function describeRefusal(answer: HttpAnswer, { url, auth }: { url: string; auth: string }): string {
  const { status } = answer;
  const words = STATUS_CODES[status];
  const excerpt = excerptOf(answer);
  const said = excerpt === "" ? "" : ` It says: ${excerpt}`;
  return `${hostOf(url)} answered ${status}${words ? ` ${words}` : ""}. ${remedyFor(status, auth)}${said}`;
}

function remedyFor(status: number, auth: string): string {
  if (status === 401 || status === 403) {
    return auth === "none"
      ? "Choose how to authenticate, and a secret."
      : "Check that the secret is right and may do this.";
  }
  if (status === 404 || status === 410) return "Check the path of the URL.";
  if (status === 405) return "Choose another method.";
  if (status === 413) return "Send less.";
  if (status === 429) return "It is asked too often: run this later, or less often.";
  if (status >= 500) return "The fault is on its side: try again later.";
  return "Check what is sent: the URL, the query, the headers and the body.";
}

/** The beginning of a body that is text, on one line. */
export function excerptOf({ headers, body }: HttpAnswer): string {
  if (!/^(text\/|application\/([\w.+-]*\+)?(json|xml)\b)/.test(headers["content-type"] ?? "")) return "";
  const text = new TextDecoder()
    .decode(body.subarray(0, MAX_EXCERPT_CHARACTERS * 4))
    .replace(/\s+/g, " ")
    .trim();
  return text.length > MAX_EXCERPT_CHARACTERS ? `${text.slice(0, MAX_EXCERPT_CHARACTERS)}…` : text;
}
