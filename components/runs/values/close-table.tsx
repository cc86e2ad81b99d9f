"use client";
import { useState } from "react";
import { Button } from "#components/ui/button";
import type { ArtifactRef } from "#graph/recorded-values";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { contentErrorOf } from "./content-error-of.ts";
import { ContentFailed } from "./content-state";
import { TableFilters } from "./table-filters";
import { MAX_GRID_ROWS, TableGrid } from "./table-grid";
import { FirstRows } from "./table-rows";
import { type TableFilter, type TableSort, useTableHead } from "./use-table.ts";
import type { CloseProps } from "./value-props.ts";

/** A whole table to page through, sort and filter. */
export function CloseTable({
  preview,
  artifact,
  size,
}: Pick<CloseProps<"table">, "preview" | "size"> & { artifact: ArtifactRef }) {
  const [sort, setSort] = useState<TableSort>(null);
  const [filters, setFilters] = useState<readonly TableFilter[]>([]);
  const head = useTableHead(artifact, { sort: null, filters });
  const failed = head.error && (
    <ContentFailed label="table" error={contentErrorOf(head.error)} onRetry={() => void head.refetch()} />
  );
  if (!head.data) {
    return (
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
        {failed}
        {filters.length > 0 && (
          <Button size="sm" className="w-fit" onClick={() => setFilters([])}>
            Remove the filters
          </Button>
        )}
        <FirstRows preview={preview} size={size} />
      </div>
    );
  }
  const { columns, rowCount } = head.data;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <TableFilters columns={columns} filters={filters} onChange={setFilters} />
      {failed}
      {columns.length > 0 && (
        <TableGrid
          artifact={artifact}
          columns={columns}
          rowCount={rowCount}
          view={{ sort, filters }}
          onSort={setSort}
          maxHeightPx={size === "large" ? "calc(100dvh - 220px)" : 360}
        />
      )}
      <p aria-live="polite" className="text-xs tabular-nums text-3">
        {filters.length > 0 && `${formatCount(rowCount)} of `}
        {formatQuantity(preview.rowCount, "row")}, {formatQuantity(columns.length, "column")}
        {rowCount > MAX_GRID_ROWS && `, the first ${formatCount(MAX_GRID_ROWS)} rows can be seen here`}
      </p>
    </div>
  );
}
