import type { Dtype, Kind } from "../../../graph/kinds.ts";
import type { InputLimits } from "../../../graph/workflow-interface.ts";
import type { ServedTensor } from "../served-endpoint.ts";

/** An input or output of a workflow as clients of the protocol see it. */
export type ServedPort = {
  name: string;
  kind: Exclude<Kind, "model">;
  isList: boolean;
  /** Inputs: without a value the sample is taken. */
  isOptional: boolean;
  /** Of inputs: what numbers and texts they take. */
  limits?: InputLimits;
  /** Of one item, for kind `tensor`; null where the number of dims is open. */
  tensor?: { dtype: Dtype; shape: readonly (number | null)[] };
};

const openDim = null;

/**
 * The tensors that stand for a port. A list is one dim more in front.
 *
 * | kind | tensor, of one item |
 * |---|---|
 * | number, boolean, text | FP64, BOOL, BYTES [1] |
 * | json, classification, detections, keypoints | BYTES [1]: JSON |
 * | image, audio, video, file | BYTES [1]: the content of the file |
 * | table | BYTES [1]: the content of a file; or each column as "name.column" |
 * | tensor | as it is |
 * | embedding | FP32 [length] |
 * | mask | UINT8 [height, width], and "name.labels" BYTES [labels] |
 */
export function tensorsOf(port: ServedPort): ServedTensor[] {
  const optional = port.isOptional ? ({ isOptional: true } as const) : {};
  const list = port.isList ? [openDim] : [];
  const single = port.isList ? [openDim] : [1];
  const one = (dtype: Dtype, shape: ServedTensor["shape"], more: Partial<ServedTensor> = {}): ServedTensor[] => [
    { name: port.name, dtype, shape, ...optional, ...more },
  ];
  switch (port.kind) {
    case "number":
      return one("float64", single);
    case "boolean":
      return one("bool", single);
    case "text":
    case "json":
    case "classification":
    case "detections":
    case "keypoints":
      return one("string", single);
    case "image":
    case "audio":
    case "video":
    case "file":
      return one("string", single, { isOpaque: true });
    case "table":
      return one("string", single, { isOpaque: true, hasColumns: true });
    case "embedding":
      return one("float32", [...list, openDim]);
    case "tensor":
      return one(port.tensor!.dtype, [...list, ...port.tensor!.shape]); // a tensor port without one is refused
    case "mask":
      return [
        ...one("uint8", [...list, openDim, openDim]),
        { name: labelsOf(port.name), dtype: "string", shape: [openDim], ...optional },
      ];
  }
}

export const labelsOf = (mask: string): string => `${mask}.labels`;
