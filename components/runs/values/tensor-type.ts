import type { ValueProps } from "./value-props.ts";

/** "float32 [1, 3, 224, 224]" */
export function tensorType({ dtype, shape }: ValueProps<"tensor">["preview"]): string {
  return `${dtype} [${shape.join(", ")}]`;
}
