import { cache } from "react";
import { load } from "../../../load.ts";

/** Read once for the status of the answer and the title of the page. */
export const loadBatchName = cache((batchId: string) => load((caller) => caller.batches.title({ batchId })));
