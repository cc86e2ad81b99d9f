import { createBuilder } from "#graph/builder/create-builder";
import { definitions } from "./definitions.ts";

/**
 * What scripts import as "patchbay/builder": `workflow("…").add({ … }).connect(…)`, with the node types of this Patchbay.
 * docs/builder.md says how.
 */
export const { workflow, node, foreignNode } = createBuilder(definitions);
