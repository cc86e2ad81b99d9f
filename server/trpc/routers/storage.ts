import { z } from "zod";
import { keepingRulesSchema } from "../../../graph/keeping-rules.ts";
import { getKeeping } from "../../keeping/get-keeping.ts";
import { previewRemoval } from "../../keeping/preview-removal.ts";
import { setRules } from "../../keeping/set-rules.ts";
import { storageUsage } from "../../keeping/storage-usage.ts";
import { adminProcedure, router, viewerProcedure } from "../init.ts";

const rulesSchema = z.strictObject({ rules: keepingRulesSchema });

/** How much the workspace holds, and which of its runs it lets go. */
export const storageRouter = router({
  usage: viewerProcedure.query(({ ctx }) => storageUsage(ctx)),

  keeping: viewerProcedure.query(({ ctx }) => getKeeping(ctx)),

  /** What rules would remove; nothing is removed. */
  preview: adminProcedure.input(rulesSchema).query(({ ctx, input }) => previewRemoval(ctx, input.rules)),

  setRules: adminProcedure.input(rulesSchema).mutation(({ ctx, input }) => setRules(ctx, input.rules)),
});
