import { isRecordedList } from "#graph/recorded-values";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import { fileRefSchema } from "#graph/schema";
import type { FileRef, Graph } from "#graph/schema";
import { pictureOf } from "../../runs/values/picture.tsx";
import type { PictureSource } from "../../runs/values/picture.tsx";
import { artifactUrl, memberUrls } from "../../runs/artifact-url.ts";
import { kindOf } from "../adding/over-image.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** A picture that arrives at a node. The size of one that has not run yet is known once it is shown. */
export type ArrivingPicture = PictureSource | { url: string; widthPx?: undefined; heightPx?: undefined };

export type ArrivingPictures = { from: "run" | "file" | "nowhere"; pictures: readonly ArrivingPicture[] };

/** More are not gone through one by one. */
const MAX_PICTURES = 500;

/** The pictures at the node's inputs: those of the last run, else the files that will come. */
export function picturesArriving(
  graph: Graph,
  { nodeId, run }: { nodeId: string; run: Readonly<Record<string, NodeRunState>> | null },
): ArrivingPictures {
  const edges = [...(wiringOf(graph).incoming.get(nodeId)?.values() ?? [])];
  for (const { from } of edges) {
    const flow = run?.[from.node]?.outputs[from.port];
    if (!flow || kindOf(flow) !== "image") continue;
    const pictures = leavesOf(flow).flatMap((record) => pictureOf(record, "panel", memberUrls) ?? []);
    if (pictures.length > 0) return { from: "run", pictures: pictures.slice(0, MAX_PICTURES) };
  }
  for (const { from } of edges) {
    const files = filesOf(graph, from.node).filter(({ mediaType }) =>
      /^image\/(png|jpeg|webp|gif|avif)$/.test(mediaType),
    );
    if (files.length === 0) continue;
    return { from: "file", pictures: files.map(({ hash, name }) => ({ url: artifactUrl(hash, name) })) };
  }
  return { from: "nowhere", pictures: [] };
}

function leavesOf(flow: RecordedFlow): RecordedFlow[] {
  return isRecordedList(flow) ? flow.items.flatMap((item) => (item ? leavesOf(item) : [])) : [flow];
}

/** What a node gives without having run: the file of *Load image*, the sample of an input. */
function filesOf(graph: Graph, nodeId: string): FileRef[] {
  const node = graph.nodes[nodeId];
  const given =
    node?.type === "load-image" ? node.params.file : node?.type === "workflow-input" ? node.params.sample : null;
  return (Array.isArray(given) ? given : [given]).flatMap((one) => {
    const file = fileRefSchema.safeParse(one);
    return file.success ? [file.data] : [];
  });
}
