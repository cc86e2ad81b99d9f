import "#server-only";
import { followingOf, followList, listDim } from "../../graph/follow-list.ts";
import type { Followings } from "../../graph/follow-list.ts";
import { inferTypes } from "../../graph/infer-types.ts";
import { interfaceNodes } from "../../graph/interface-nodes.ts";
import { outputSource } from "../../graph/interface-of.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import { isRecordedList } from "../../graph/recorded-values.ts";
import type { Graph } from "../../graph/schema.ts";
import { titleOf } from "../../graph/title-of.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import type { TestedItem } from "../db/schema/workflow-tests.ts";
import type { ContentContext } from "../values/find-content.ts";
import { inputsOfRun, outputsToExpect, type TestedRun } from "./expected-of-run.ts";
import { recordOfItem } from "./record-of-item.ts";

/** Where a person looks at an item: the output of a node that carried the list, and the item's place in it, from 0. */
export type ItemPlace = { node: string; port: string; index: number };

export type ItemOfRun = {
  item: TestedItem;
  /** Those of the run, with the item alone in its list. */
  inputs: Record<string, JsonValue>;
  /** What the run gave for the item, each in a list of one, and what it gave that does not hang on the list. */
  outputs: Record<string, RecordedFlow>;
  /** Outputs that say nothing of the item alone; `reason` goes on after the name. */
  leftOut: { name: string; reason: string }[];
};

/**
 * One item of a list that the workflow was given, as if it had been given alone. Lifting computes each item by itself, so
 * what the run gave for it is what the item alone has to give.
 *
 * @throws AppError BAD_REQUEST "not-testable" as for the whole run; "item-not-alone" where the item cannot be had alone, with why
 */
export async function itemOfRun(context: ContentContext, run: TestedRun, place: ItemPlace): Promise<ItemOfRun> {
  const all = outputsToExpect(run);
  const inputs = inputsOfRun(run);
  const { nodeId, name: input } = requireGivenList(run.graph, place);
  const given = inputs[input];
  const count = Array.isArray(given) ? given.length : 0;
  const { index } = place;
  if (!Array.isArray(given) || index >= count) {
    throw refuse(`The run was given ${count} items at "${input}", so there is no item ${index + 1}.`);
  }
  const followings = followList(run.graph, definitions, nodeId);
  refusePins(run.graph, { followings, input });

  const outputs: Record<string, RecordedFlow> = {};
  const leftOut: ItemOfRun["leftOut"] = [];
  let saysOfItem = false;
  for (const [name, record] of Object.entries(all)) {
    const following = followingOf(followings, outputSource(run.graph, name, definitions)?.from);
    if (!following) {
      outputs[name] = record;
    } else if (following.by === "whole") {
      leftOut.push({ name, reason: `"${titleIn(run.graph, following.node)}" takes the list as a whole` });
    } else {
      const found = await itemIn(context, record, { index, count });
      if ("reason" in found) leftOut.push({ name, reason: found.reason });
      else outputs[name] = { count: 1, items: [found.record] };
      saysOfItem ||= "record" in found;
    }
  }
  if (saysOfItem)
    return { item: { input, index, count }, inputs: { ...inputs, [input]: [given[index]!] }, outputs, leftOut };
  const why = leftOut.map(({ name, reason }) => ` "${name}": ${reason}.`).join("");
  throw refuse(
    `No output says what item ${index + 1} of "${input}" gives alone.${why} Run the workflow with that item alone, and keep that run as a test.`,
  );
}

/** The input of the workflow whose list, or what follows it, passed the port. */
function requireGivenList(graph: Graph, { node, port }: ItemPlace): { nodeId: string; name: string } {
  const types = inferTypes(graph, definitions);
  const outputs = types.get(node)?.outputs ?? {};
  const type = Object.hasOwn(outputs, port) ? outputs[port]! : null;
  if (!type) throw refuse(`The run has no output "${port}" at a node "${node}".`);
  const title = titleIn(graph, node);
  const [dim] = type.dims;
  if (dim === undefined) throw refuse(`"${title}" gave no list at "${port}", so there is no item of it to keep.`);
  const given = interfaceNodes(graph, "workflow-input", definitions).find((one) => listDim(one.node.id) === dim);
  if (given) return { nodeId: given.node.id, name: given.name };
  // Sources come first, so the first node that gives the list makes it.
  const [maker] = [...types].find(([, made]) => Object.values(made.outputs).some(({ dims }) => dims.includes(dim)))!;
  throw refuse(
    `This list is made inside the workflow, by "${titleIn(graph, maker)}", so the workflow cannot be given an item of it alone. Keep the whole run as a test.`,
  );
}

function refusePins(graph: Graph, { followings, input }: { followings: Followings; input: string }) {
  for (const [nodeId, ports] of followings) {
    const isPinned = Object.values(ports).some(
      (one) => one.by === "whole" && one.why === "pinned" && one.node === nodeId,
    );
    if (!isPinned) continue;
    throw refuse(
      `"${titleIn(graph, nodeId)}" is pinned to values for all items of "${input}", so none of them can run alone. Unpin it, run the workflow, and keep the item of that run.`,
    );
  }
}

async function itemIn(
  context: ContentContext,
  record: RecordedFlow,
  { index, count }: { index: number; count: number },
): Promise<{ record: RecordedFlow } | { reason: string }> {
  if (!isRecordedList(record) || record.count !== count)
    return { reason: `it does not have an item for each of ${count}` };
  const item = await recordOfItem(context, record, index);
  if (item === null) return { reason: "nothing came out for this item" };
  if (item === "within") return { reason: "this item is kept only within the list as a whole, which is a long one" };
  return { record: item };
}

function titleIn(graph: Graph, nodeId: string): string {
  return titleOf(graph.nodes[nodeId]!, definitions);
}

function refuse(why: string): AppError {
  return new AppError("BAD_REQUEST", why, { reason: "item-not-alone" });
}
