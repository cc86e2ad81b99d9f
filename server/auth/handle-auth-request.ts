import "#server-only";
import { z } from "zod";
import { titleSchema } from "../../graph/schema.ts";
import { AppError } from "../app-error.ts";
import type { Database } from "../db/client.ts";
import { findUnsafeJson } from "../http/find-unsafe-json.ts";
import { parseInput } from "../http/parse-input.ts";
import { readJson } from "../http/read-body.ts";
import { type Auth, INVITATION_HEADER, MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from "./create-auth.ts";
import { findInvitation } from "./invitations.ts";
import { needsOwner } from "./owner.ts";
import { countSignInTry, forgetSignInTries } from "./sign-in-tries.ts";

/** Whoever signs in has no right to send more. */
const MAX_BODY_BYTES = 2_000_000;

const email = z.email("must be an e-mail address").max(320);
const password = z
  .string()
  .min(MIN_PASSWORD_CHARACTERS, `must have at least ${MIN_PASSWORD_CHARACTERS} characters`)
  .max(MAX_PASSWORD_CHARACTERS, `must have at most ${MAX_PASSWORD_CHARACTERS} characters`);
const rememberMe = z.boolean().optional();

const signUpSchema = z.strictObject({
  name: titleSchema,
  email,
  password,
  rememberMe,
  invitation: z.string().max(200).optional(),
});
const signInSchema = z.strictObject({ email, password: z.string().min(1).max(MAX_PASSWORD_CHARACTERS), rememberMe });
const signOutSchema = z.strictObject({});

/**
 * The part of better-auth that is open: sign-up, sign-in and sign-out. Its other addresses do not exist here; who is signed
 * in says `session.get`. Inputs are strict, tries are counted per account, and only the first visitor and invited people
 * get an account.
 */
export async function handleAuthRequest(
  { auth, database }: { auth: Auth; database: Database },
  request: Request,
): Promise<Response> {
  const route = `${request.method} ${new URL(request.url).pathname.replace(/^\/api\/auth/, "")}`;
  switch (route) {
    case "POST /sign-out": {
      parse(signOutSchema, await readJson(request, MAX_BODY_BYTES));
      return auth.handler(pass(request, {}));
    }

    case "POST /sign-in/email": {
      const body = parse(signInSchema, await readJson(request, MAX_BODY_BYTES));
      await countSignInTry(database, body.email);
      const response = await auth.handler(pass(request, body));
      if (response.ok) await forgetSignInTries(database, body.email);
      return withoutToken(response);
    }

    case "POST /sign-up/email": {
      const { invitation: token, ...body } = parse(signUpSchema, await readJson(request, MAX_BODY_BYTES));
      const isInvited = token !== undefined && (await findInvitation(database, { token, email: body.email })) !== null;
      if (!isInvited && !(await needsOwner(database))) {
        throw new AppError(
          "FORBIDDEN",
          "New accounts need an invitation. Ask an administrator of the workspace for one.",
          {
            reason: "invitation-needed",
          },
        );
      }
      return withoutToken(await auth.handler(pass(request, body, isInvited ? token : undefined)));
    }

    default:
      throw new AppError("NOT_FOUND", "There is no such address.");
  }
}

/** better-auth repeats the session's token in the body, where scripts could read what the cookie hides from them. */
function withoutToken(response: Response): Response {
  if (!response.ok) return response;
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return Response.json({ ok: true }, { headers });
}

/** The request as better-auth gets it: what was checked, and no header that only we may set. */
function pass(request: Request, body: object, invitation?: string): Request {
  const headers = new Headers(request.headers);
  headers.delete(INVITATION_HEADER);
  headers.delete("content-length");
  if (invitation !== undefined) headers.set(INVITATION_HEADER, invitation);
  return new Request(request.url, { method: request.method, headers, body: JSON.stringify(body) });
}

function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const unsafe = findUnsafeJson(json);
  if (unsafe) throw new AppError("BAD_REQUEST", unsafe, { reason: "bad-input" });
  return parseInput(schema, json);
}
