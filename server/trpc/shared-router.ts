import "#server-only";
import { tracked } from "@trpc/server";
import { z } from "zod";
import { detachEvent } from "../../graph/detach-event.ts";
import { listRunEvents } from "../runs/list-run-events.ts";
import { requireRun } from "../runs/require-run.ts";
import { watchRun } from "../runs/watch-run.ts";
import {
  columnStatistics,
  columnStatisticsInput,
  listItems,
  listItemsInput,
  tablePage,
  tablePageInput,
} from "../values/look-into.ts";
import { router, shareProcedure } from "./init.ts";

const byId = z.strictObject({ runId: z.uuid() });

/**
 * All that the page of a shared run may ask: a few of the members' procedures under the same names, so that the same
 * components ask them, answered from the one run. It has nothing that changes anything.
 */
export const sharedRouter = router({
  runs: router({
    events: shareProcedure.input(byId.extend({ afterSeq: z.int().min(0).optional() })).query(async ({ ctx, input }) => {
      const { events, nextAfterSeq } = await listRunEvents(ctx, input);
      return { events: events.map(({ seq, event }) => ({ seq, event: detachEvent(event) })), nextAfterSeq };
    }),

    watch: shareProcedure
      .input(byId.extend({ lastEventId: z.coerce.number().int().min(0).default(0) }))
      // Refused before the procedure starts, as for members.
      .use(async ({ ctx, input, next }) => {
        await requireRun(ctx, input.runId);
        return next();
      })
      .subscription(async function* ({ ctx, input, signal }) {
        const events = watchRun(ctx, { runId: input.runId, afterSeq: input.lastEventId, signal: signal! });
        for await (const { seq, event } of events) yield tracked(String(seq), detachEvent(event));
      }),
  }),
  values: router({
    listItems: shareProcedure.input(listItemsInput).query(({ ctx, input }) => listItems(ctx, input)),
    tablePage: shareProcedure.input(tablePageInput).query(({ ctx, input }) => tablePage(ctx, input)),
    columnStatistics: shareProcedure
      .input(columnStatisticsInput)
      .query(({ ctx, input }) => columnStatistics(ctx, input)),
  }),
});
