import { parseRefusal, type Refusal } from "../refusal.ts";

type Answer = { ok: true } | { ok: false; refusal: Refusal };

/** Signs in or up. A network failure is a refusal like any other, in words of its own. */
export async function sendAccountRequest(
  action: "sign-in/email" | "sign-up/email",
  body: Record<string, string>,
): Promise<Answer> {
  try {
    const response = await fetch(`/api/auth/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return { ok: true };
    return { ok: false, refusal: parseRefusal(response.status, await response.text()) };
  } catch {
    return { ok: false, refusal: { message: "The server did not answer. Check that it is running, then try again." } };
  }
}
