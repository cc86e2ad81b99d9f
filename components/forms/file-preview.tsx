"use client";
import { useQuery } from "@tanstack/react-query";
import { PartBoundary } from "#components/ui/part-boundary";
import { ScrollRegion } from "#components/ui/scroll-region";
import { Loading, Skeleton } from "#components/ui/skeleton";
import type { Kind } from "#graph/kinds";
import type { FileRef } from "#graph/schema";
import { artifactUrl } from "../runs/artifact-url.ts";
import { fetchHead } from "../runs/fetch-head.ts";
import { Video } from "../runs/values/file-value";
import { Grid } from "../runs/values/table-rows";
import { TableValue } from "../runs/values/table-value";
import { useTableHead } from "../runs/values/use-table.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { tableStart } from "./table-start.ts";

/** What is in a file that was chosen: a video to play, a table to look into. Anything else has its name only. */
export function FilePreview({ file, kind }: { file: FileRef; kind: Kind }) {
  if (file.mediaType.startsWith("video/")) return <Video url={artifactUrl(file.hash)} name={file.name} />;
  if (kind !== "table") return null;
  return (
    <PartBoundary what="This table" resetKey={file.hash}>
      {file.mediaType === PARQUET ? <ParquetFile file={file} /> : <TextTable file={file} />}
    </PartBoundary>
  );
}

const PARQUET = "application/vnd.apache.parquet";

/** As the tables of runs are kept, and looked into in the same way. */
function ParquetFile({ file: { hash, sizeBytes, mediaType } }: { file: FileRef }) {
  const artifact = { hash, sizeBytes, mediaType };
  const head = useTableHead(artifact, { sort: null, filters: [] });
  if (head.isPending) return <TableLoading />;
  if (!head.data) return <NoPreview />;
  const preview = { kind: "table" as const, columns: head.data.columns, rowCount: head.data.rowCount, rows: [] };
  return <TableValue preview={preview} record={{ kind: "table", preview, artifact }} size="panel" />;
}

/** CSV and JSON, of which the first lines are read in the browser. */
function TextTable({ file }: { file: FileRef }) {
  const start = useQuery({
    queryKey: ["table-start", file.hash, file.name],
    queryFn: async () => tableStart(await fetchHead(artifactUrl(file.hash)), file),
    staleTime: Infinity,
    retry: false,
  });
  if (start.isPending) return <TableLoading />;
  if (!start.data || start.data.columns.length === 0) return <NoPreview />;
  const { columns, rows, isWhole } = start.data;
  const extent = `${isWhole ? "" : "the first "}${formatQuantity(rows.length, "row")}, ${formatQuantity(columns.length, "column")}`;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <ScrollRegion label={`Table of ${extent}`} className="max-h-56 rounded-3 border border-line bg-node">
        <Grid columns={columns} rows={rows} size="panel" />
      </ScrollRegion>
      <p className="text-xs text-3 first-letter:uppercase">{extent}</p>
    </div>
  );
}

function TableLoading() {
  return (
    <Loading label="Loading the table">
      <Skeleton className="h-24" />
    </Loading>
  );
}

function NoPreview() {
  return <p className="text-xs text-3">Its rows cannot be shown here; the run reads all of it.</p>;
}
