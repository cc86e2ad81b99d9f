import { cache } from "react";
import { load } from "../../load.ts";

/** Read once for the status of the answer and the title of the page. */
export const loadRunTitle = cache((runId: string) => load((caller) => caller.runs.title({ runId })));
