import type { RecordedFlow, RecordedList } from "#graph/recorded-values";
import type { ItemComponent } from "./list-item";
import { ListOnNode } from "./list-on-node";
import type { PreviewSize } from "./value-props.ts";
import { CloseList } from "./viewers";

type Props = { list: RecordedList; overImage?: RecordedFlow | undefined; Item: ItemComponent };

/** A list of any length: a gallery of tiles or of rows, and its items one by one. */
export function ListValue({ size, ...props }: Props & { size: PreviewSize }) {
  if (props.list.count === 0) {
    return <p className={size === "node" ? "px-2 py-1.5 text-xs text-3" : "text-3"}>An empty list</p>;
  }
  return size === "node" ? <ListOnNode {...props} /> : <CloseList {...props} size={size} />;
}
