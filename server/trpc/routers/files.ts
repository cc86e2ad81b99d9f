import { listFiles } from "../../files/list-files.ts";
import { router, viewerProcedure } from "../init.ts";

export const filesRouter = router({
  list: viewerProcedure.query(({ ctx }) => listFiles(ctx)),
});
