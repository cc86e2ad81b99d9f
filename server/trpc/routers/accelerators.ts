import { listAccelerators } from "../../accelerators/list-accelerators.ts";
import { router, viewerProcedure } from "../init.ts";

export const acceleratorsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listAccelerators(ctx)),
});
