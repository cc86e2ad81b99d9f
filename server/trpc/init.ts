import "#server-only";
import { initTRPC, TRPCError } from "@trpc/server";
import { AppError } from "../app-error.ts";
import { tenantOf } from "../db/tenant.ts";
import { hasRole, type Role } from "../service-context.ts";
import { requireShare } from "../sharing/find-share.ts";
import type { TrpcContext } from "./context.ts";
import { formatError, toTrpcError } from "./format-error.ts";
import { wireTransformer } from "./wire-transformer.ts";

/** The least role that may call a procedure. `anyone` needs no session. The matrix test reads it from every procedure. */
export type Access = "anyone" | Role;

const t = initTRPC
  .context<TrpcContext>()
  .meta<{ access: Access }>()
  .create({
    transformer: wireTransformer,
    errorFormatter: formatError,
    sse: { ping: { enabled: true, intervalMs: 15_000 } },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const base = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) throw toTrpcError(result.error.cause);
  return result;
});

/** Callable without a session. Rare: each use says why. */
export const publicProcedure = base.meta({ access: "anyone" });

/** Everything below acts for a member in one workspace; the bare database is not in its context. */
function memberProcedure(access: Role) {
  return base.meta({ access }).use(async ({ ctx, next }) => {
    const signedIn = await ctx.signedIn();
    if (!signedIn) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
    if (!hasRole(signedIn.role, access)) {
      const message = `This needs the role ${access} or a higher one; yours is ${signedIn.role}.`;
      throw new TRPCError({ code: "FORBIDDEN", message });
    }
    return next({
      ctx: {
        ...signedIn,
        userId: signedIn.user.id,
        tenant: tenantOf(ctx.services.database, signedIn.workspace.id),
        artifacts: ctx.services.artifacts,
        runServices: ctx.services.runServices,
      },
    });
  });
}

/** For whoever has a link to a run: that run, read-only. `sharedRouter` alone is made of these. */
export const shareProcedure = base.meta({ access: "anyone" }).use(async ({ ctx, next }) => {
  if (!ctx.token) throw new TRPCError({ code: "NOT_FOUND", message: "There is no link in this address." });
  const { context } = await requireShare(ctx.services.database, ctx.token);
  return next({
    ctx: { ...context, artifacts: ctx.services.artifacts, runServices: ctx.services.runServices },
  });
});

export const viewerProcedure = memberProcedure("viewer");
export const runnerProcedure = memberProcedure("runner");
export const editorProcedure = memberProcedure("editor");
export const adminProcedure = memberProcedure("admin");
export const ownerProcedure = memberProcedure("owner");
