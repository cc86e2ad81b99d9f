import type { InferJob } from "../served-endpoint.ts";
import type { WireTensor } from "../wire-tensor.ts";
import type { ServedPort } from "../workflow/served-port.ts";
import type { ContentStock, StockedContent } from "./open-content-stock.ts";

type For = { workspaceId: string; job: InferJob };

export type Converters = {
  /** Pixels of an image port as the contents of PNG files. @throws ServingError */
  toPictures: (port: ServedPort, pixels: WireTensor, call: For) => Promise<WireTensor>;
  /** The wanted tensors of a table port, from the contents of Parquet files. @throws ServingError */
  fromTables: (port: ServedPort, files: WireTensor, call: For & { wanted: readonly string[] }) => Promise<WireTensor[]>;
};

/** What is to be computed for the inputs and outputs of runs, in the process that computes models. */
export function createConverters(stock: ContentStock): Converters {
  function stocked({ name, kind, isList }: ServedPort, workspaceId: string): StockedContent {
    const port: ServedPort = { name, kind, isList, isOptional: false };
    return {
      key: `converter ${JSON.stringify(port)}`,
      id: `${name}/${kind}`,
      workspaceId,
      sizeBytes: 0,
      content: () => Promise.resolve({ type: "converter", name, version: "1", port }),
    };
  }

  async function convert(
    port: ServedPort,
    { workspaceId, job, inputs, outputs }: For & { inputs: readonly WireTensor[]; outputs: readonly string[] },
  ): Promise<readonly WireTensor[]> {
    const { tensors } = await stock.infer(stocked(port, workspaceId), { ...job, inputs, outputs });
    return tensors;
  }

  return {
    toPictures: async (port, pixels, call) => {
      const [files] = await convert(port, { ...call, inputs: [pixels], outputs: [port.name] });
      return files!;
    },
    fromTables: async (port, files, { wanted, ...call }) => [
      ...(await convert(port, { ...call, inputs: [files], outputs: wanted })),
    ],
  };
}
