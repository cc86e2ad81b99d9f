"use client";
import { PartBoundary } from "#components/ui/part-boundary";
import type { Kind } from "#graph/kinds";
import { isRecordedList, type RecordedFlow, type RecordedValue } from "#graph/recorded-values";
import { DownloadLine } from "./values/download-line";
import { AudioValue } from "./values/audio-value";
import { ClassificationValue } from "./values/classification-value";
import { DetectionsValue } from "./values/detections-value";
import { EmbeddingValue } from "./values/embedding-value";
import { FileValue } from "./values/file-value";
import { ImageValue } from "./values/image-value";
import { KeypointsValue } from "./values/keypoints-value";
import { LargeView } from "./values/large/large-view";
import { useListAround } from "./values/list-context";
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
export function ValuePreview(props: PreviewProps) {
  const { record, size } = props;
  return (
    <PartBoundary what="This value" size={size === "node" ? "node" : "panel"} resetKey={record}>
      <Preview {...props} />
    </PartBoundary>
  );
}

type PreviewProps = { record: RecordedFlow; size: PreviewSize; overImage?: RecordedFlow | undefined };

function Preview({ record, size, overImage }: PreviewProps) {
  // Of a list, all of it is opened in large, at the item that is open.
  const isItem = useListAround() !== null;
  if (isRecordedList(record)) return <ListValue list={record} size={size} overImage={overImage} Item={ValuePreview} />;
  const value = <OneValue record={record} size={size} overImage={overImage} />;
  if (size === "node") return value;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {value}
      <div className="flex min-w-0 flex-wrap items-center gap-x-3">
        {size === "panel" && !isItem && !small.has(record.kind) && (
          <LargeView title={titleOf(record)}>
            {() => <ValuePreview record={record} size="large" overImage={overImage} />}
          </LargeView>
        )}
        <DownloadLine record={record} />
      </div>
    </div>
  );
}

/** What is as good in a panel as anywhere. */
const small = new Set<Kind>(["number", "boolean", "file", "model"]);

function titleOf({ kind, preview }: RecordedValue): string {
  if ("name" in preview) return preview.name;
  return kind === "json" ? "JSON" : kind[0]!.toUpperCase() + kind.slice(1);
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
