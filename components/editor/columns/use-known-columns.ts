"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { readCsvHeader } from "#nodes/read-csv-header";
import { uniqueNames } from "#nodes/unique-names";
import { artifactUrl } from "../../runs/artifact-url.ts";
import { fetchHead } from "../../runs/fetch-head.ts";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { columnsArriving } from "./columns-arriving.ts";
import type { KnownColumn, TableFile } from "./columns-arriving.ts";

export type KnownColumns = {
  columns: readonly KnownColumn[];
  /** Where they are known from, in words; null where nothing is known. */
  source: string | null;
};

/** The columns of the table that arrives at the node. */
export function useKnownColumns(nodeId: string): KnownColumns {
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const run = useRun((state) => state.run?.nodes ?? null);
  const arriving = useMemo(() => columnsArriving(graph, library, { nodeId, run }), [graph, library, nodeId, run]);
  const table = arriving.from === "file" && isCsv(arriving.table) ? arriving.table : null;
  const head = useQuery({
    queryKey: ["columns-of-file", table?.file.hash, table?.delimiter, table?.hasHeader],
    queryFn: () => readColumns(table!),
    enabled: table !== null,
    staleTime: Infinity,
    retry: false,
  });
  if (arriving.from === "run") return { columns: arriving.columns, source: "of the last run" };
  if (arriving.from === "type") return { columns: arriving.columns, source: "that always arrive" };
  return head.data && table ? { columns: head.data, source: `of ${table.file.name}` } : { columns: [], source: null };
}

function isCsv({ file }: TableFile): boolean {
  return /\.(csv|tsv|tab|txt)$/i.test(file.name) || /^text\/(csv|tab-separated|plain)/.test(file.mediaType);
}

async function readColumns({ file, delimiter, hasHeader }: TableFile): Promise<KnownColumn[]> {
  const bytes = await fetchHead(artifactUrl(file.hash));
  const { fields } = readCsvHeader(bytes, { file: file.name, delimiter });
  return uniqueNames(hasHeader ? fields : fields.map(() => "")).map((name) => ({ name }));
}
