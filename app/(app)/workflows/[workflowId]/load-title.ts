import { cache } from "react";
import { load } from "../../load.ts";

/** Read once for the status of the answer and the title of the page. */
export const loadWorkflowTitle = cache((workflowId: string) =>
  load((caller) => caller.workflows.title({ workflowId })),
);
