import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { Flow, ImageValue, TensorValue, Value } from "../../graph/values.ts";
import { isFlowList } from "../../graph/values.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { cleanFileName } from "../files/clean-file-name.ts";
import { createImageCodec } from "../images/create-image-codec.ts";
import { openTableEngine, type OpenTableEngine } from "../tables/open-table-engine.ts";
import { createRestorer } from "../values/create-restorer.ts";
import { encodeNpy } from "../values/encode-npy.ts";

type Sink = {
  images: ReturnType<typeof createImageCodec>;
  tables: OpenTableEngine;
  /** Has a file written into the output folder and gives its path; null where no folder was asked for. */
  write: (name: string, content: Uint8Array | ((path: string) => Promise<void>)) => Promise<string | null>;
};

/** Rows of a table that the document itself holds. */
const TABLE_ROWS = 20;

/**
 * The outputs of a run as JSON. Plain values and findings are whole in the document; pictures, tensors, masks, tables and
 * files go to files in the folder `out`, which is there, named by their output. The document says where; `file` is null
 * without `out`.
 */
export async function writeOutputs(
  outputs: Record<string, RecordedFlow>,
  { artifacts, out }: { artifacts: Pick<ArtifactStore, "read">; out: string | undefined },
): Promise<Record<string, JsonValue>> {
  const images = createImageCodec();
  const tables = await openTableEngine();
  const restore = createRestorer({ images, tables, readArtifact: artifacts.read });
  const taken = new Set<string>();
  const write: Sink["write"] = async (name, content) => {
    if (out === undefined) return null;
    // What an archive from elsewhere calls an output may lead out of the folder.
    const file = path.join(out, freeName(cleanFileName(name), taken));
    await (typeof content === "function" ? content(file) : writeFile(file, content));
    return file;
  };
  try {
    const written: Record<string, JsonValue> = {};
    for (const [name, record] of Object.entries(outputs)) {
      written[name] = await describeFlow(await restore(record), name, { images, tables, write });
    }
    return written;
  } finally {
    tables.close();
  }
}

/** Items of a list are numbered from 1 in the names of their files. */
async function describeFlow(flow: Flow, name: string, sink: Sink): Promise<JsonValue> {
  if (!isFlowList(flow)) return await describeValue(flow, name, sink);
  const items: JsonValue[] = [];
  for (const [index, item] of flow.items.entries()) {
    items.push(item === undefined ? null : await describeFlow(item, `${name}-${index + 1}`, sink));
  }
  return items;
}

async function describeValue({ kind, value }: Value, name: string, sink: Sink): Promise<JsonValue> {
  switch (kind) {
    case "image":
      return await describeImage(value, name, sink);
    case "mask": {
      const { width, height, labels, data } = value;
      const file = await sink.write(
        `${name}.png`,
        await sink.images.encode({ width, height, channels: 1, pixels: data }, "png"),
      );
      return { width, height, labels: [...labels], file };
    }
    case "tensor":
      return await describeTensor(value, name, sink);
    case "embedding":
      return [...value.vector];
    case "audio": {
      const tensor: TensorValue = { dtype: "float32", shape: [value.samples.length], data: value.samples };
      return { sampleRate: value.sampleRate, channels: value.channels, ...(await describeTensor(tensor, name, sink)) };
    }
    case "table": {
      const { columns } = value;
      const file = await sink.write(`${name}.csv`, (path) => sink.tables.save(value, { format: "csv", path }));
      const rows = await firstRows(value, sink);
      const described = columns.map((column) => ({ name: column.name, type: column.type }));
      return { columns: described, rowCount: await sink.tables.countRows(value), rows, file };
    }
    case "file":
    case "video":
      return {
        name: value.name,
        mediaType: value.mediaType,
        file: await sink.write(safeName(value.name, name), value.bytes),
      };
    default:
      return JSON.parse(JSON.stringify(value)) as JsonValue;
  }
}

async function describeImage(image: ImageValue, name: string, sink: Sink): Promise<JsonValue> {
  const isJpeg = "encoded" in image && image.mediaType === "image/jpeg";
  const bytes = isJpeg ? image.encoded : await sink.images.encode(image, "png");
  const file = await sink.write(`${name}.${isJpeg ? "jpg" : "png"}`, bytes);
  return { width: image.width, height: image.height, channels: image.channels, file };
}

async function describeTensor(tensor: TensorValue, name: string, sink: Sink): Promise<Record<string, JsonValue>> {
  const shape = [...tensor.shape];
  if (tensor.dtype === "string") return { dtype: "string", shape, data: [...(tensor.data as string[])] };
  return { dtype: tensor.dtype, shape, file: await sink.write(`${name}.npy`, encodeNpy(tensor)) };
}

async function firstRows(table: Extract<Value, { kind: "table" }>["value"], sink: Sink): Promise<JsonValue[]> {
  for await (const { rowCount, columns } of sink.tables.batches(table, { batchRows: TABLE_ROWS })) {
    const names = table.columns.map((column) => column.name);
    return Array.from({ length: Math.min(rowCount, TABLE_ROWS) }, (_, row) =>
      names.map((column) => columns[column]?.[row] ?? null),
    );
  }
  return [];
}

/** The first item of a list "a" and an output "a-1" want one name; so do "A" and "a" where names have no case. */
function freeName(name: string, taken: Set<string>): string {
  const { name: stem, ext } = path.parse(name);
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${stem}_${count}${ext}`;
  taken.add(free.toLowerCase());
  return free;
}

/** A name from a workflow must not lead out of the folder. */
function safeName(name: string, output: string): string {
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  return `${output}${extension}`;
}
