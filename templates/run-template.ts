import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonValue } from "#graph/json";
import type { RecordedFlow } from "#graph/recorded-values";
import type { RunState } from "#graph/run-events";
import type { FileRef } from "#graph/schema";
import { workflowOutputs } from "#graph/workflow-interface";
import { definitions } from "#nodes/definitions";
import { openFolderStore } from "#server/artifacts/folder-store";
import { runLocally } from "#server/engine/run-locally";
import { createImageCodec } from "#server/images/create-image-codec";
import { openTableEngine } from "#server/tables/open-table-engine";
import { readTemplate } from "#server/templates/read-template";
import { createRestorer } from "#server/values/create-restorer";
import { plainFlow } from "./plain-flow.ts";

export const templatesDir = import.meta.dirname;

/**
 * Opens a template for running with nothing but the models and samples that its card brings, as a workspace gets them that
 * uses it. Close it: it has a scratch folder.
 */
export async function openTemplate(name: string) {
  const template = await readTemplate(templatesDir, name);
  const scratch = await mkdtemp(join(tmpdir(), "patchbay-template-"));
  const artifacts = await openFolderStore(scratch);
  const tables = await openTableEngine();
  const images = createImageCodec();
  const files = new Map<string, FileRef>();
  for (const { file } of template.models) await artifacts.put(await readFile(file));
  for (const { name: fileName, file } of template.samples) {
    const { hash, sizeBytes } = await artifacts.put(await readFile(file));
    const mediaType = fileName.endsWith(".png") ? "image/png" : "text/csv";
    files.set(fileName, { hash, name: fileName, mediaType, sizeBytes });
  }

  async function plain(record: RecordedFlow, readArtifact = artifacts.read): Promise<unknown> {
    return plainFlow(await createRestorer({ images, tables, readArtifact })(record), { images, tables });
  }

  return {
    template,
    artifacts,
    /** A sample as an input takes it. @throws Error when the card does not name it */
    sample: (fileName: string): FileRef => {
      const file = files.get(fileName);
      if (!file) throw new Error(`${name} brings no sample "${fileName}".`);
      return file;
    },
    run: (inputs: Record<string, JsonValue> = {}) =>
      runLocally({ graph: template.graph, subGraphs: template.workflows, inputs, artifacts }),
    /** The outputs of a run by name, as `plainFlow` gives them. */
    async outputsOf(state: RunState): Promise<Record<string, unknown>> {
      const outputs: Record<string, unknown> = {};
      for (const [output, record] of Object.entries(workflowOutputs(template.graph, state, definitions)))
        outputs[output] = await plain(record);
      return outputs;
    },
    /** What a run left at each port of each node. Of the recorded run with `isRecorded`, whose artifacts lie in the template. */
    async portsOf(state: RunState, { isRecorded = false } = {}): Promise<Record<string, unknown>> {
      const read = async (hash: string) => new Uint8Array(await readFile(join(templatesDir, name, "artifacts", hash)));
      const ports: Record<string, unknown> = {};
      for (const [nodeId, node] of Object.entries(state.nodes)) {
        ports[nodeId] = node.status;
        for (const [port, record] of Object.entries(node.outputs))
          ports[`${nodeId}.${port}`] = await plain(record, isRecorded ? read : undefined);
      }
      return ports;
    },
    async close() {
      tables.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
