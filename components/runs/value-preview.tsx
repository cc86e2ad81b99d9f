"use client";
import { isRecordedList, type RecordedFlow, type RecordedValue } from "#graph/recorded-values";
import { DownloadLine } from "./values/download-line";
import { AudioValue } from "./values/audio-value";
import { ClassificationValue } from "./values/classification-value";
import { DetectionsValue } from "./values/detections-value";
import { EmbeddingValue } from "./values/embedding-value";
import { FileValue } from "./values/file-value";
import { ImageValue } from "./values/image-value";
import { KeypointsValue } from "./values/keypoints-value";
import { ListValue } from "./values/list-value";
import { MaskValue } from "./values/mask-value";
import { PlainValue } from "./values/plain-value";
import { TableValue } from "./values/table-value";
import { TensorValue } from "./values/tensor-value";
import type { PreviewSize } from "./values/value-props.ts";

/**
 * A recorded value as a person looks at it, for every kind, and lists of them as galleries. `overImage` is the picture
 * that detections, masks and keypoints lie on; for lists, the parallel list of pictures.
 * What values hold is text here and never markup, however hostile it is.
 */
export function ValuePreview({
  record,
  size,
  overImage,
}: {
  record: RecordedFlow;
  size: PreviewSize;
  overImage?: RecordedFlow | undefined;
}) {
  if (isRecordedList(record)) return <ListValue list={record} size={size} overImage={overImage} Item={ValuePreview} />;
  if (size === "node") return <OneValue record={record} size={size} overImage={overImage} />;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <OneValue record={record} size={size} overImage={overImage} />
      <DownloadLine record={record} />
    </div>
  );
}

function OneValue({
  record,
  ...rest
}: {
  record: RecordedValue;
  size: PreviewSize;
  overImage?: RecordedFlow | undefined;
}) {
  const { preview } = record;
  switch (preview.kind) {
    case "image":
      return <ImageValue preview={preview} record={record} {...rest} />;
    case "detections":
      return <DetectionsValue preview={preview} record={record} {...rest} />;
    case "mask":
      return <MaskValue preview={preview} record={record} {...rest} />;
    case "keypoints":
      return <KeypointsValue preview={preview} record={record} {...rest} />;
    case "classification":
      return <ClassificationValue preview={preview} record={record} {...rest} />;
    case "table":
      return <TableValue preview={preview} record={record} {...rest} />;
    case "tensor":
      return <TensorValue preview={preview} record={record} {...rest} />;
    case "embedding":
      return <EmbeddingValue preview={preview} record={record} {...rest} />;
    case "audio":
      return <AudioValue preview={preview} record={record} {...rest} />;
    case "number":
    case "text":
    case "boolean":
    case "json":
      return <PlainValue preview={preview} record={record} {...rest} />;
    case "file":
    case "video":
    case "model":
      return <FileValue preview={preview} record={record} {...rest} />;
  }
}
