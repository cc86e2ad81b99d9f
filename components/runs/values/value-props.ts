import type { RecordedFlow, RecordedValue, ValuePreview } from "#graph/recorded-values";

/**
 * "node": a few words or a small picture, 156 px wide and quiet. "panel": the whole value, from about 300 px width on.
 * "large": the same with all the room of the window.
 */
export type PreviewSize = "node" | "panel" | "large";

/** What the viewer of one kind gets. */
export type ValueProps<K extends ValuePreview["kind"]> = {
  preview: Extract<ValuePreview, { kind: K }>;
  record: RecordedValue;
  size: PreviewSize;
  /** The picture that boxes, masks and points lie on, where it is known. */
  overImage?: RecordedFlow | undefined;
};

/** What the viewer of one kind gets where there is room for all of a value. */
export type CloseProps<K extends ValuePreview["kind"]> = ValueProps<K> & { size: Exclude<PreviewSize, "node"> };
