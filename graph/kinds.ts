/** The kinds of value that flow along edges, in the order in which legends and palettes list them. */
export const kinds = [
  "number",
  "text",
  "boolean",
  "json",
  "image",
  "audio",
  "video",
  "tensor",
  "table",
  "embedding",
  "classification",
  "detections",
  "mask",
  "keypoints",
  "file",
  "model",
] as const;
export type Kind = (typeof kinds)[number];

/** Each family has one port shape, so that colour alone never has to tell kinds apart. */
export const kindFamilies = {
  value: ["number", "text", "boolean", "json"],
  media: ["image", "audio", "video"],
  array: ["tensor", "table", "embedding"],
  finding: ["classification", "detections", "mask", "keypoints"],
  thing: ["file", "model"],
} as const satisfies Record<string, Kind[]>;
export type KindFamily = keyof typeof kindFamilies;

export const dtypes = [
  "float32",
  "float64",
  "float16",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
  "string",
] as const;
export type Dtype = (typeof dtypes)[number];

/** A dimension: a fixed size, a symbol that must mean the same size wherever it occurs in one node, or unknown. */
export type Dim = number | string | null;

export type TableColumn = { name: string; type?: "number" | "text" | "boolean" | "date" };

/**
 * What may flow through a port. Absent details mean "any".
 * `any` takes every kind; ports of one node that share a `variable` carry the same kind, so that a merge of images gives images.
 */
export type PortType =
  | { kind: "any"; variable?: string }
  | { kind: "tensor"; dtype?: Dtype | readonly Dtype[]; shape?: readonly Dim[] }
  | { kind: "image"; channels?: 1 | 3 | 4 }
  | { kind: "table"; columns?: readonly TableColumn[] }
  | { kind: Exclude<Kind, "tensor" | "image" | "table"> };

/**
 * A named, typed input or output.
 *
 * `list` is the depth that the port itself takes or gives: 0 (default) one item, 1 a list, 2 a list of lists, and
 * "any" whatever arrives, unlifted. A deeper value than an input takes makes the node run once per item.
 */
export type Port = {
  label: string;
  type: PortType;
  list?: 0 | 1 | 2 | "any";
  /**
   * Outputs with `list` only: lists of one node that have the same lineage name are parallel, item by item, and zip
   * further down. Without it each output is a lineage of its own. Given per level, a level may also go on with the list
   * that arrives at an input.
   */
  lineage?: string | readonly (string | { input: string })[];
  /** Inputs only: the node runs without it. */
  optional?: boolean;
  description?: string;
};
export type Ports = Record<string, Port>;
