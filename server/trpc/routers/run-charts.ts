import { z } from "zod";
import { readWindow } from "../../../graph/run-charts/chart-window.ts";
import { isTimeZone } from "../../../graph/run-query/date-range.ts";
import { chartByPart } from "../../run-charts/chart-by-part.ts";
import { chartOverTime } from "../../run-charts/chart-over-time.ts";
import { router, viewerProcedure } from "../init.ts";

const chartSchema = z.strictObject({
  /** As of the list of runs. */
  query: z.string().max(4_000).optional(),
  /** In which buckets begin, and of the dates in the query; UTC when left out. */
  timeZone: z.string().max(100).refine(isTimeZone, "is no time zone, such as Europe/Berlin").optional(),
  window: z
    .string()
    .max(40)
    .transform((text, issues) => {
      const window = readWindow(text);
      if (window) return window;
      issues.addIssue({
        code: "custom",
        message: "is no window. Send 1h, 24h, 7d, 30d, or two minutes such as 2026-11-01T00:00..2026-11-08T00:00",
      });
      return z.NEVER;
    }),
});

/** What the runs of a query come to over a window of time. */
export const runChartsRouter = router({
  overTime: viewerProcedure.input(chartSchema).query(({ ctx, input }) => chartOverTime(ctx, input)),
  byPart: viewerProcedure.input(chartSchema).query(({ ctx, input }) => chartByPart(ctx, input)),
});
