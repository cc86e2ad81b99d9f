import type { ArtifactRef, RecordedFlow } from "../../graph/recorded-values.ts";
import { isRecordedList } from "../../graph/recorded-values.ts";
import type { StepResultRecord } from "../../graph/run-events.ts";

/** Every artifact that a step's record points to: whole values, whole lists and thumbnails, each once. */
export function artifactsOf(record: Pick<StepResultRecord, "outputs">): ArtifactRef[] {
  const found = new Map<string, ArtifactRef>();
  const add = (artifact: ArtifactRef) => found.set(artifact.hash, artifact);
  const visit = (flow: RecordedFlow) => {
    if (isRecordedList(flow)) {
      if (flow.whole) add(flow.whole);
      for (const item of flow.items) if (item) visit(item);
      return;
    }
    if ("artifact" in flow) add(flow.artifact);
    if ("thumbnail" in flow.preview && flow.preview.thumbnail) add(flow.preview.thumbnail);
  };
  for (const flow of Object.values(record.outputs)) visit(flow);
  return [...found.values()];
}
