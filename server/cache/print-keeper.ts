import "#server-only";
import type { Database } from "../db/client.ts";
import type { StepPrint } from "./step-print.ts";

const GATHER_MS = 500;

export type PrintKeeper = {
  /** What the nodes of the workflow were when they last ended well. */
  read: (workflow: WorkflowPlace) => Promise<Record<string, StepPrint>>;
  /** Kept soon; nodes that the graph does not have are forgotten. What a lost worker held back is missed by explanations only. */
  add: (workflow: WorkflowPlace, prints: Record<string, StepPrint>, nodeIds: readonly string[]) => void;
  flush: () => Promise<void>;
};

type WorkflowPlace = { workspaceId: string; workflowId: string };
type Waiting = WorkflowPlace & { prints: Record<string, StepPrint>; nodeIds: readonly string[] };

/** Writes behind, because runs of one workflow follow each other quickly and only the last of them is asked about. */
export function createPrintKeeper(database: Database, onLog: (message: string) => void): PrintKeeper {
  const waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...waiting.values()];
    waiting.clear();
    writing = writing.then(async () => {
      for (const one of taken) {
        await write(database, one).catch((error: Error) =>
          onLog(`What a workflow's steps were is not kept: ${error.message}`),
        );
      }
    });
    return writing;
  }

  return {
    read: async ({ workspaceId, workflowId }) => {
      const { rows } = await database.$client.query<{ prints: Record<string, StepPrint> }>(
        "select prints from step_prints where workspace_id = $1 and workflow_id = $2",
        [workspaceId, workflowId],
      );
      return { ...rows[0]?.prints, ...waiting.get(workflowId)?.prints };
    },
    add: (workflow, prints, nodeIds) => {
      const before = waiting.get(workflow.workflowId)?.prints;
      waiting.set(workflow.workflowId, { ...workflow, prints: { ...before, ...prints }, nodeIds });
      timer ??= setTimeout(() => void flush(), GATHER_MS);
    },
    flush,
  };
}

async function write(database: Database, { workspaceId, workflowId, prints, nodeIds }: Waiting): Promise<void> {
  await database.$client.query(
    `insert into step_prints (workspace_id, workflow_id, prints) values ($1, $2, $3::jsonb)
     on conflict (workflow_id) do update set prints = (
       select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(step_prints.prints || excluded.prints)
       where split_part(key, '/', 1) = any($4::text[])
     ) where step_prints.workspace_id = excluded.workspace_id`,
    [workspaceId, workflowId, JSON.stringify(prints), nodeIds],
  );
}
