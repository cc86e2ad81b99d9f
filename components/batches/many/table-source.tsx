"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import { asServerError, type RouterOutputs, useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Icon } from "#components/ui/icon";
import { ScrollRegion } from "#components/ui/scroll-region";
import { Loading, Skeleton } from "#components/ui/skeleton";
import type { FileRef } from "#graph/schema";
import { FileControl } from "../../forms/file-control";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { FileSource } from "./file-source";
import type { useBatchFiles } from "./use-batch-files.ts";
import { ColumnMapping } from "./column-mapping";

export type TableCheck = RouterOutputs["batches"]["checkTable"];
/** The column of each input that has one, by the input's name. */
export type Columns = Record<string, string>;

type Asked = { file: FileRef | null; columns: Columns | null; files: readonly { label: string; file: FileRef }[] };

/** What the table would make of a batch, asked of the server whenever the columns or the files change. */
export function useTableCheck(workflowId: string, { file, columns, files }: Asked) {
  const client = useTRPCClient();
  return useQuery({
    queryKey: ["table-check", workflowId, file?.hash, file?.name, columns, files.map(({ label }) => label)],
    queryFn: ({ signal }) =>
      client.batches.checkTable.mutate(
        // Without a file it is not asked.
        { workflowId, file: file!, files: [...files], ...(columns && { columns }) },
        { signal },
      ),
    enabled: file !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
}

type Props = {
  file: FileRef | null;
  onFile: (file: FileRef | null) => void;
  check: ReturnType<typeof useTableCheck>;
  /** As the person chose them; null while the names decide. */
  columns: Columns | null;
  onColumns: (columns: Columns) => void;
  isLeftOut: boolean;
  onLeaveOut: (isLeftOut: boolean) => void;
  /** What the cells of inputs that take files name. */
  files: ReturnType<typeof useBatchFiles>;
};

/** A table, each row of which becomes an item: its file, which column each input takes, and the rows that do not fit. */
export function TableSource({ file, onFile, check, columns, onColumns, isLeftOut, onLeaveOut, files }: Props) {
  const id = useId();
  const namesFiles = check.data?.mappable.some(({ name, isFile }) => isFile && check.data.mapping[name] !== undefined);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <FileControl
        kind="table"
        isList={false}
        name="the rows"
        files={file ? [file] : []}
        isSample={false}
        onChange={([next]) => onFile(next ?? null)}
        control={{ id, "aria-describedby": undefined, "aria-invalid": undefined }}
      />
      {file && check.isPending && (
        <Loading label="Reading the table">
          <Skeleton className="h-20" />
        </Loading>
      )}
      {file && check.error && !check.isFetching && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-danger">
          {asServerError(check.error)?.message ?? "The table could not be read: the server did not answer."}
          <Button size="sm" onClick={() => void check.refetch()}>
            Try again
          </Button>
        </p>
      )}
      {file && check.data && !check.error && (
        <>
          <ColumnMapping check={check.data} mapping={columns ?? check.data.mapping} onChange={onColumns} />
          {namesFiles && (
            <section aria-labelledby={`${id}-files`} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
              <h3 id={`${id}-files`} className="text-sm">
                The files that the cells name
              </h3>
              <FileSource input={{ name: "the rows", kind: "file" }} files={files} />
            </section>
          )}
          {check.data.wrongRows > 0 && <WrongRows check={check.data} isLeftOut={isLeftOut} onLeaveOut={onLeaveOut} />}
        </>
      )}
    </div>
  );
}

function WrongRows({
  check: { problems, problemCount, wrongRows, rowCount },
  isLeftOut,
  onLeaveOut,
}: {
  check: TableCheck;
  isLeftOut: boolean;
  onLeaveOut: (isLeftOut: boolean) => void;
}) {
  const boxId = useId();
  return (
    <div role="alert" data-status="warned" className="grid gap-2 rounded-3 bg-state-soft px-3.5 py-3">
      <h3 className="flex items-center gap-2.5 text-sm">
        <Icon icon={TriangleAlert} className="text-state" />
        {formatCount(wrongRows)} of {formatQuantity(rowCount, "row")} {wrongRows === 1 ? "does" : "do"} not fit
      </h3>
      <ScrollRegion label="What does not fit" className="max-h-40">
        <ul className="grid gap-1 wrap-anywhere text-xs">
          {problems.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
          {problemCount > problems.length && (
            <li className="text-2">and {formatQuantity(problemCount - problems.length, "more cell")}</li>
          )}
        </ul>
      </ScrollRegion>
      <label htmlFor={boxId} className="flex items-center gap-2">
        <Checkbox id={boxId} isChecked={isLeftOut} onChange={onLeaveOut} isDisabled={wrongRows === rowCount} />
        Leave {wrongRows === 1 ? "this row" : "these rows"} out
      </label>
    </div>
  );
}
