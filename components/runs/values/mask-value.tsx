import { SmallMask } from "./small-mask";
import type { ValueProps } from "./value-props.ts";
import { CloseMask } from "./viewers";

/** Each class in its colour, over the picture where it is known, and how much of the picture each covers. */
export function MaskValue(props: ValueProps<"mask">) {
  const { size } = props;
  return size === "node" ? <SmallMask {...props} /> : <CloseMask {...props} size={size} />;
}
