import { z } from "zod";
import { MAX_ID_CHARACTERS } from "../../../graph/limits.ts";
import { idSchema } from "../../../graph/schema.ts";
import { requireWorkflowId } from "../../workflows/require-workflow-id.ts";
import { router, viewerProcedure } from "../init.ts";

const coordinate = z.number().min(-1e7).max(1e7);
const tab = z.strictObject({ workflowId: z.uuid(), clientId: idSchema });
/** Ids on the canvas: those of notes and frames have a prefix. */
const canvasId = z.string().max(MAX_ID_CHARACTERS + 10);

export const presenceRouter = router({
  /** Who else is in the workflow, as it changes, and each save. Whoever reconnects is told the whole anew. */
  watch: viewerProcedure
    .input(tab)
    // Refused before the procedure starts: what a generator throws makes the browser reconnect for ever.
    .use(async ({ ctx, input, next }) => next({ ctx: { place: await requireWorkflowId(ctx, input.workflowId) } }))
    .subscription(async function* ({ ctx, input, signal }) {
      yield* ctx.services.presence.watch(ctx.place, { clientId: input.clientId, userId: ctx.userId, signal: signal! });
    }),

  /** Tells the others of this tab. Gives the newest version, for whom no save reached. */
  tell: viewerProcedure
    .input(
      tab.extend({
        cursor: z.strictObject({ x: coordinate, y: coordinate }).nullable(),
        selection: z.array(canvasId).max(20),
        /** Open and out of sight. */
        isAway: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input: { workflowId, ...person } }) => {
      const place = await requireWorkflowId(ctx, workflowId);
      ctx.services.presence.tell(place, { ...person, userId: ctx.userId, name: ctx.user.name.slice(0, 80) });
      return { version: place.version };
    }),
});
