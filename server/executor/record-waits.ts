import type { StepWait } from "#graph/waits";
import type { ExecutorHost } from "./executor-host.ts";
import type { StepPause } from "./step-run.ts";

/** What a step waits for, with the values that people are to judge in the form in which they can be shown. */
export async function recordWaits(
  { waits }: StepPause,
  { title, record }: { title: string; record: ExecutorHost["record"] },
): Promise<StepWait[]> {
  return await Promise.all(
    waits.map(async ({ item, wait: { request, dueAt } }): Promise<StepWait> => {
      const at = { item, ...(dueAt !== undefined && { dueAt }) };
      if (request.kind === "time") return { ...at, kind: "time" };
      const { message, role } = request;
      return { ...at, kind: "approval", title, message, role, value: await record(request.value) };
    }),
  );
}
