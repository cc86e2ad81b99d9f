import type { Dtype } from "#graph/kinds";
import type { TensorSignature } from "#graph/values";

/** Larger tensors are left for the reader to fill in. */
const MAX_SHOWN_ELEMENTS = 16;

/** As the protocol calls them. */
const datatypes: Record<Dtype, string> = {
  bool: "BOOL",
  uint8: "UINT8",
  uint16: "UINT16",
  uint32: "UINT32",
  uint64: "UINT64",
  int8: "INT8",
  int16: "INT16",
  int32: "INT32",
  int64: "INT64",
  float16: "FP16",
  float32: "FP32",
  float64: "FP64",
  string: "BYTES",
};
/** Types of numpy; float16 has the name that it has here. */
const numpyTypes: Partial<Record<Dtype, string>> = { bool: "bool_", string: "object_" };

/** Where a worker answers: under the name by which this page is reached. Null where it answers nowhere. */
export function inferAddress({
  origin,
  name,
  port,
}: {
  origin: string;
  name: string;
  /** 0 is one that nobody has said yet. */
  port: number | null;
}): string | null {
  const host = hostOf(origin);
  return port === null || host === null ? null : `http://${host}:${port || "<port>"}/v2/models/${name}/infer`;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).hostname : null;
}

/** An open dim is 1, most often that of the batch. */
const sizesOf = ({ shape }: TensorSignature) => shape.map((dim) => (typeof dim === "number" ? dim : 1));
const countOf = (sizes: readonly number[]) => sizes.reduce((product, size) => product * size, 1);

/** For a shell, as JSON. */
export function curlInfer({ address, inputs }: { address: string; inputs: readonly TensorSignature[] }): string {
  const tensors = inputs.map((input) => {
    const sizes = sizesOf(input);
    const head = { name: input.name, shape: sizes, datatype: datatypes[input.dtype] };
    const element = input.dtype === "string" ? "text" : input.dtype === "bool" ? true : 0;
    const count = countOf(sizes);
    const data = count > MAX_SHOWN_ELEMENTS ? '["…"]' : JSON.stringify(Array.from({ length: count }, () => element));
    return `    ${JSON.stringify(head).slice(0, -1)},\n     "data":${data}}`;
  });
  const body = `{"inputs":[\n${tensors.join(",\n")}\n  ]}`;
  return `curl ${address} \\\n  -H "Authorization: Bearer $PATCHBAY_KEY" \\\n  --json '${body}'`;
}

/** For tritonclient, which sends the bytes. */
export function tritonInfer({
  host,
  name,
  inputs,
  outputs,
}: {
  /** host:port of gRPC. */
  host: string;
  name: string;
  inputs: readonly TensorSignature[];
  outputs: readonly TensorSignature[];
}): string {
  const fill = inputs.flatMap((input, index) => {
    const shape = `[${sizesOf(input).join(", ")}]`;
    const type = numpyTypes[input.dtype] ?? input.dtype;
    const text = JSON.stringify(input.name);
    return [
      `inputs.append(triton.InferInput(${text}, ${shape}, ${JSON.stringify(datatypes[input.dtype])}))`,
      `inputs[${index}].set_data_from_numpy(np.zeros(${shape}, np.${type}))`,
    ];
  });
  return [
    "import os",
    "import numpy as np",
    "import tritonclient.grpc as triton",
    "",
    `client = triton.InferenceServerClient("${host}")`,
    `headers = {"authorization": f"Bearer {os.environ['PATCHBAY_KEY']}"}`,
    "inputs = []",
    ...fill,
    `result = client.infer(${JSON.stringify(name)}, inputs, headers=headers)`,
    ...outputs.map((output) => `print(result.as_numpy(${JSON.stringify(output.name)}))`),
  ].join("\n");
}

/** host:port of gRPC; null where it answers nowhere. */
export function grpcHost({ origin, port }: { origin: string; port: number | null }): string | null {
  const host = hostOf(origin);
  return port === null || host === null ? null : `${host}:${port || "<port>"}`;
}
