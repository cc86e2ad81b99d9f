import { z } from "zod";
import { listAccelerators } from "../../accelerators/list-accelerators.ts";
import { listPlacements } from "../../accelerators/list-placements.ts";
import { router, viewerProcedure } from "../init.ts";

export const acceleratorsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listAccelerators(ctx)),

  /** Of all models, or of one. */
  placements: viewerProcedure
    .input(z.strictObject({ modelId: z.uuid().optional() }))
    .query(({ ctx, input }) => listPlacements(ctx, input)),
});
