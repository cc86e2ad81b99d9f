import type { Dtype } from "../../graph/kinds.ts";
import { datatypeOf } from "./datatypes.ts";

/** As clients write it: "FP32 [-1, 13]". */
export function describeShape(dtype: Dtype, shape: readonly (number | string | null)[]): string {
  return `${datatypeOf(dtype)} [${shape.map((dim) => (typeof dim === "number" ? dim : -1)).join(", ")}]`;
}
