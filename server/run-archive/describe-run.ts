import { detachEvent } from "../../graph/detach-event.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { stripSecrets, stripSubGraphs } from "../../graph/strip-secrets.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { appVersion } from "../app-version.ts";
import { contentsIn } from "../runs/contents-in.ts";
import { findReferences } from "../workflows/find-references.ts";
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, type ArchiveArtifact, type ArchiveManifest } from "./archive-format.ts";
import { artifactsInEvents } from "./artifacts-in-events.ts";

type Described = {
  run: ArchiveManifest["run"];
  workflow: { title: string; description: string; graph: Graph };
  subGraphs: SubGraphs;
  inputs: Record<string, JsonValue>;
  events: readonly RunEvent[];
};

/** A run as an archive tells it: secrets are left out, and what leads to other runs and to people. */
export function describeRun({ run, workflow, subGraphs, inputs, events }: Described) {
  const graphs = [workflow.graph, ...Object.values(subGraphs).map(({ graph }) => graph)];
  const references = graphs.flatMap(findReferences);
  const models = new Map(
    references.filter(({ kind }) => kind === "model").map(({ hash, name }) => [hash, { name: name ?? hash, hash }]),
  );
  const named = [...contentsIn([graphs, inputs]).keys()].filter((hash) => !models.has(hash));
  const detached = events.map(detachEvent);
  return {
    events: detached,
    /** The content that it points to, whether it is still there or not. Models are not among it. */
    hashes: new Set([...artifactsInEvents(detached).keys(), ...named].filter((hash) => !models.has(hash))),
    manifestWith: (artifacts: ArchiveArtifact[], missing: string[]): Omit<ArchiveManifest, "events"> => ({
      format: ARCHIVE_FORMAT,
      formatVersion: ARCHIVE_VERSION,
      app: appVersion,
      run,
      workflow: {
        title: workflow.title,
        ...(workflow.description && { description: workflow.description }),
        graph: stripSecrets(workflow.graph).graph,
        ...(Object.keys(subGraphs).length > 0 && { workflows: stripSubGraphs(subGraphs) }),
      },
      inputs,
      artifacts: artifacts.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
      missing: missing.toSorted(),
      models: [...models.values()].toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
    }),
  };
}
