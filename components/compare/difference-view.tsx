"use client";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import type { ValueDifference } from "#graph/value-differences";
import { ContentFailed, ContentLoading } from "../runs/values/content-state";
import { ClassificationDiff } from "./details/classification-diff";
import { DetectionsDiff } from "./details/detections-diff";
import { ImageDiff } from "./details/image-diff";
import { KeypointsDiff } from "./details/keypoints-diff";
import { ListDiff } from "./details/list-diff";
import { MaskDiff } from "./details/mask-diff";
import { AudioDiff, EmbeddingDiff, FileDiff, JsonDiff, NumberDiff } from "./details/plain-diff";
import { TableDiff } from "./details/table-diff";
import { TensorDiff } from "./details/tensor-diff";
import { TextValueDiff } from "./details/text-value-diff";
import { BothValues } from "./both-values";
import { differenceWords } from "./difference-words.ts";
import { type ComparedPlace, useDifference } from "./use-difference.ts";

export type OverImages = { a: RecordedFlow | undefined; b: RecordedFlow | undefined };
export type DifferenceProps = { place: ComparedPlace; a: RecordedFlow; b: RecordedFlow; overImages: OverImages };

/** How one place of a port differs; below it both values as they are. */
export function DifferenceView(props: DifferenceProps) {
  const { data, error, refetch } = useDifference(props.place);
  if (error)
    return <ContentFailed label="comparison" error={new Error(error.message)} onRetry={() => void refetch()} />;
  if (!data) return <ContentLoading label="the comparison" className="h-40 w-full" />;
  return (
    <>
      <Difference difference={data} {...props} />
      {data.kind !== "list" && data.kind !== "text" && <BothValues {...props} />}
    </>
  );
}

/** Handed what the server found. What values hold is text here and never markup. */
export function Difference({ difference, ...props }: DifferenceProps & { difference: ValueDifference }) {
  switch (difference.kind) {
    case "same":
    case "other-kind":
    case "unread":
      return <p className="text-xs text-2">{sentenceOf(difference)}</p>;
    case "number":
    case "boolean":
      return <NumberDiff difference={difference} />;
    case "text":
      return <TextValueDiff difference={difference} {...props} />;
    case "json":
      return <JsonDiff difference={difference} />;
    case "image":
      return <ImageDiff difference={difference} {...props} />;
    case "mask":
      return <MaskDiff difference={difference} {...props} />;
    case "tensor":
      return <TensorDiff difference={difference} />;
    case "audio":
      return <AudioDiff difference={difference} />;
    case "embedding":
      return <EmbeddingDiff difference={difference} />;
    case "classification":
      return <ClassificationDiff difference={difference} />;
    case "detections":
      return <DetectionsDiff difference={difference} {...props} />;
    case "keypoints":
      return <KeypointsDiff difference={difference} />;
    case "table":
      return <TableDiff difference={difference} {...props} />;
    case "file":
      return <FileDiff difference={difference} />;
    case "list":
      return isRecordedList(props.a) && isRecordedList(props.b) ? (
        <ListDiff difference={difference} {...props} a={props.a} b={props.b} View={DifferenceView} />
      ) : null;
  }
}

function sentenceOf(difference: ValueDifference): string {
  const { words } = differenceWords(difference);
  if (difference.kind === "unread") return `They differ. ${words}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
