import {
  columnStatistics,
  columnStatisticsInput,
  listItems,
  listItemsInput,
  tablePage,
  tablePageInput,
} from "../../values/look-into.ts";
import { router, viewerProcedure } from "../init.ts";

/** Parts of large values, a screenful at a time; never the whole of one. */
export const valuesRouter = router({
  listItems: viewerProcedure.input(listItemsInput).query(({ ctx, input }) => listItems(ctx, input)),
  tablePage: viewerProcedure.input(tablePageInput).query(({ ctx, input }) => tablePage(ctx, input)),
  columnStatistics: viewerProcedure
    .input(columnStatisticsInput)
    .query(({ ctx, input }) => columnStatistics(ctx, input)),
});
