import "#server-only";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import type { Database } from "../db/client.ts";
import { accounts, rateLimits, sessions, users, verifications } from "../db/schema/accounts.ts";
import type { Env } from "../env.ts";
import { describeAuthLog } from "./describe-auth-log.ts";
import { acceptInvitation, findInvitation } from "./invitations.ts";
import { ensureOwnerWorkspace, needsOwner } from "./owner.ts";

export const MIN_PASSWORD_CHARACTERS = 8;
export const MAX_PASSWORD_CHARACTERS = 128;
/** Set by our own handler after it looked the invitation up; what a client sends under this name is dropped. */
export const INVITATION_HEADER = "x-patchbay-invitation";

const DAY_S = 86_400;

/** Accounts and sessions. Workspaces and roles are our own: see docs/decisions. */
export function createAuth({ database, env, secret }: { database: Database; env: Env; secret: string }) {
  return betterAuth({
    appName: "Patchbay",
    baseURL: env.origins[0] ?? `http://127.0.0.1:${env.port}`,
    basePath: "/api/auth",
    secret,
    database: drizzleAdapter(database, {
      provider: "pg",
      schema: { user: users, session: sessions, account: accounts, verification: verifications, rateLimit: rateLimits },
      transaction: true,
    }),
    // Our handler has compared it with the address of the server already, before better-auth sees the request.
    trustedOrigins: (request) => [request?.headers.get("origin") ?? ""],
    telemetry: { enabled: false },
    logger: {
      level: "error",
      log: (_level, message, ...details: unknown[]) => console.error(describeAuthLog(message, details)),
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD_CHARACTERS,
      maxPasswordLength: MAX_PASSWORD_CHARACTERS,
    },
    user: { additionalFields: { origin: { type: "string", required: false, input: false } } },
    // No cookie cache: an account or a membership that is taken away is gone at the next request.
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 600,
      customRules: { "/sign-in/email": { window: 60, max: 20 }, "/sign-up/email": { window: 60, max: 10 } },
    },
    advanced: { useSecureCookies: env.origins[0]?.startsWith("https:") ?? false, cookiePrefix: "patchbay" },
    databaseHooks: {
      user: {
        create: {
          before: async (user, context) => {
            const token = context?.headers?.get(INVITATION_HEADER) ?? null;
            if (await needsOwner(database)) return { data: { ...user, origin: "owner" } };
            if (token && (await findInvitation(database, { token, email: user.email }))) {
              return { data: { ...user, origin: "invited" } };
            }
            throw new APIError("FORBIDDEN", { message: "New accounts need an invitation." });
          },
          after: async (user, context) => {
            const token = context?.headers?.get(INVITATION_HEADER) ?? null;
            await ensureOwnerWorkspace(database, user);
            if (token) await acceptInvitation(database, { token, email: user.email, userId: user.id });
          },
        },
      },
    },
  });
}
export type Auth = ReturnType<typeof createAuth>;
