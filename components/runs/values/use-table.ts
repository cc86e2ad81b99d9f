"use client";
import { keepPreviousData, skipToken, useQueries, useQuery } from "@tanstack/react-query";
import { useTRPC, type RouterInputs, type RouterOutputs } from "#components/trpc";
import type { ArtifactRef } from "#graph/recorded-values";

export type TableSort = RouterInputs["values"]["tablePage"]["sort"];
export type TableFilter = RouterInputs["values"]["tablePage"]["filters"][number];
export type TableColumn = RouterOutputs["values"]["tablePage"]["columns"][number];
export type ColumnStatistics = RouterOutputs["values"]["columnStatistics"];

export const PAGE_ROWS = 100;
export const PAGE_COLUMNS = 40;

/** How a person wants to see a table. */
export type TableView = { sort: TableSort; filters: readonly TableFilter[] };
type Corner = { row: number; column: number };

const addressOf = ({ hash, item }: ArtifactRef) => ({ hash, ...(item !== undefined && { item }) });

/** What the table is: its columns, and how many rows are left by the filters. */
export function useTableHead(artifact: ArtifactRef | null, { sort, filters }: TableView) {
  const trpc = useTRPC();
  return useQuery(
    trpc.values.tablePage.queryOptions(
      artifact
        ? { ...addressOf(artifact), from: 0, count: 0, columns: { from: 0, count: 0 }, sort, filters: [...filters] }
        : skipToken,
      { staleTime: Infinity, placeholderData: keepPreviousData },
    ),
  );
}

/** The pages that hold the cells in view, by their upper left corner; cells that are on their way are undefined. */
export function useTablePages(artifact: ArtifactRef | null, { sort, filters }: TableView, corners: readonly Corner[]) {
  const trpc = useTRPC();
  const pages = useQueries({
    queries: corners.map(({ row, column }) =>
      trpc.values.tablePage.queryOptions(
        artifact
          ? {
              ...addressOf(artifact),
              from: row,
              count: PAGE_ROWS,
              columns: { from: column, count: PAGE_COLUMNS },
              sort,
              filters: [...filters],
            }
          : skipToken,
        { staleTime: Infinity, gcTime: 60_000 },
      ),
    ),
  });
  return {
    error: pages.find(({ error }) => error)?.error ?? null,
    retry: () => pages.forEach(({ error, refetch }) => void (error && refetch())),
    cellAt: (row: number, column: number): string | null | undefined => {
      const at = corners.findIndex(
        (corner) =>
          row >= corner.row &&
          row < corner.row + PAGE_ROWS &&
          column >= corner.column &&
          column < corner.column + PAGE_COLUMNS,
      );
      const corner = corners[at];
      return corner && pages[at]?.data?.rows[row - corner.row]?.[column - corner.column];
    },
  };
}

export function useColumnStatistics(artifact: ArtifactRef, column: number) {
  const trpc = useTRPC();
  return useQuery(
    trpc.values.columnStatistics.queryOptions(
      { ...addressOf(artifact), column },
      { staleTime: Infinity, retry: false },
    ),
  );
}
