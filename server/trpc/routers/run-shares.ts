import { z } from "zod";
import { createShare } from "../../sharing/create-share.ts";
import { listShares } from "../../sharing/list-shares.ts";
import { revokeShare } from "../../sharing/revoke-share.ts";
import { isStorable } from "../../values/storable-text.ts";
import { editorProcedure, router } from "../init.ts";

export const runSharesRouter = router({
  list: editorProcedure.input(z.strictObject({ runId: z.uuid() })).query(({ ctx, input }) => listShares(ctx, input)),

  create: editorProcedure
    .input(
      z.strictObject({
        runId: z.uuid(),
        note: z.string().trim().max(200).refine(isStorable, "holds what cannot be stored"),
        /** Null: until it is revoked. */
        expiresAt: z.date().nullable(),
      }),
    )
    .mutation(({ ctx, input }) => createShare(ctx, input)),

  revoke: editorProcedure
    .input(z.strictObject({ shareId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeShare(ctx, input)),
});
