import type { ImageValue, Value } from "../../../graph/values.ts";
import { timesOf } from "../compute-times.ts";
import type { EndpointHost, OpenEndpoint } from "../compute-times.ts";
import type { ServedConverter } from "../served-converter.ts";
import { bytesOfTexts, writeContents } from "../wire-tensor.ts";
import type { WireTensor } from "../wire-tensor.ts";
import { readInputs } from "./read-inputs.ts";
import { writeOutput } from "./write-outputs.ts";

/** The work on images and tables that the process of the protocols leaves to this one. */
export function openConverter({ port }: ServedConverter, { services }: EndpointHost): OpenEndpoint {
  async function writePictures(inputs: readonly WireTensor[]): Promise<WireTensor[]> {
    const values = await readInputs([port], inputs, services);
    const given = values.get(port.name) as ImageValue | ImageValue[]; // the port has no sample
    const files: Uint8Array[] = [];
    for (const image of Array.isArray(given) ? given : [given]) files.push(await services.images.encode(image, "png"));
    return [{ name: port.name, dtype: "string", shape: [files.length], bytes: writeContents(files) }];
  }

  async function writeTables([files]: readonly WireTensor[], wanted: readonly string[]): Promise<WireTensor[]> {
    const items: Value[] = [];
    for (const bytes of bytesOfTexts(files!.bytes)) {
      const value = await services.tables.open({ bytes, name: "table.parquet", format: "parquet" });
      items.push({ kind: "table", value });
    }
    return await writeOutput(port, port.isList ? { items } : items[0]!, { wanted, codecs: services });
  }

  return {
    infer: async (inputs, outputs) => {
      const startedAt = process.hrtime.bigint();
      const tensors = port.kind === "image" ? await writePictures(inputs) : await writeTables(inputs, outputs);
      return { tensors, times: timesOf({ startedAt, readAt: startedAt, computedAt: process.hrtime.bigint() }) };
    },
  };
}
