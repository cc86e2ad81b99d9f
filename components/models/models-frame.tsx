"use client";
import { useQuery } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { PortGlyph } from "#components/ui/port-glyph";
import { SearchField } from "#components/ui/search-field";
import { classes } from "../ui/classes.ts";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatCount } from "../ui/format-number.ts";
import { enterRows, rowKeys } from "../ui/list-keys.ts";
import { DropArea } from "#components/ui/drop-area";
import { FileButton } from "#components/ui/file-button";
import { kindsOfTask, type ModelRow, taskWords } from "./model-data.ts";
import { UploadRows } from "./upload-rows";
import { useImportModels } from "./use-import-models.ts";

/** The models of the workspace at the left, the chosen one beside them; on narrow windows one of the two. */
export function ModelsFrame({ initial, children }: { initial: ModelRow[]; children: React.ReactNode }) {
  const trpc = useTRPC();
  const { data: models } = useQuery(trpc.models.list.queryOptions(undefined, { initialData: initial }));
  const { modelId } = useParams<{ modelId?: string }>();
  const [search, setSearch] = useState("");
  const mayImport = useMay("editor");
  const sendFiles = useImportModels();
  function importModels(files: File[]) {
    // What comes in is to be seen.
    setSearch("");
    sendFiles(files);
  }
  // Then the list has nothing to show on a narrow window, and what stands beside it says what to do.
  const isEmpty = models.length === 0 && !modelId;
  const Title = modelId ? "h2" : "h1";
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.filter(({ name, latest }) =>
    words.every((word) => `${name} ${latest.task ?? ""} ${latest.hash}`.toLowerCase().includes(word)),
  );

  return (
    <DropArea
      words="Drop .onnx files to import them"
      isEnabled={mayImport}
      onFiles={importModels}
      className={classes(
        "relative grid min-h-0 flex-1 grid-cols-[332px_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)]",
        isEmpty && "max-md:grid-rows-[auto_minmax(0,1fr)]",
      )}
    >
      <div
        className={classes(
          "flex min-h-0 flex-col border-r border-line bg-panel max-md:border-r-0",
          modelId && "max-md:hidden",
        )}
      >
        <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
          <Title className="text-xl">Models</Title>
          <span className="tabular-nums text-3">{formatCount(models.length)}</span>
          {mayImport && (
            <span className="ml-auto">
              <FileButton accept=".onnx" variant="primary" onFiles={importModels}>
                Import .onnx
              </FileButton>
            </span>
          )}
        </header>
        {models.length > 0 && (
          <div className="shrink-0 px-4 pb-2 pt-3">
            <SearchField label="Name, task or SHA-256" value={search} onChange={setSearch} onKeyDown={enterRows} />
          </div>
        )}
        <UploadRows />
        <ul data-rows aria-label="Models" className="min-h-0 flex-1 overflow-y-auto">
          {found.map((model) => (
            <ListRow key={model.id} model={model} isChosen={model.id === modelId} />
          ))}
          {models.length > 0 && found.length === 0 && (
            <li className="px-4 py-6 text-center text-3">No model is called that</li>
          )}
        </ul>
        {mayImport && (
          <p className="m-4 grid h-16 shrink-0 place-items-center rounded-3 border border-dashed border-control text-xs text-3 pointer-coarse:hidden">
            <span className="flex items-center gap-2">
              <Icon icon={Upload} size={14} /> Drop an .onnx file here
            </span>
          </p>
        )}
      </div>
      <div className={classes("flex min-h-0 min-w-0 flex-col", !modelId && !isEmpty && "max-md:hidden")}>
        {children}
      </div>
    </DropArea>
  );
}

function ListRow({ model, isChosen }: { model: ModelRow; isChosen: boolean }) {
  const [from, to] = kindsOfTask(model.latest.task);
  return (
    <li className="border-line not-first:border-t last:border-b">
      <Link
        href={`/models/${model.id}`}
        aria-current={isChosen ? "page" : undefined}
        {...rowKeys}
        className="flex h-[54px] items-center gap-3 px-4 no-underline hover:bg-hover focus-inset aria-[current]:bg-selected"
      >
        <span className="flex w-10 shrink-0 items-center [--port-back:var(--surface-panel)]">
          <PortGlyph kind={from} size={12} />
          <span aria-hidden className="h-[1.5px] flex-1 bg-line-strong" />
          <PortGlyph kind={to} size={12} />
        </span>
        <span className="min-w-0 flex-1 leading-snug">
          <span className="block truncate font-medium">{model.name}</span>
          <span className="block truncate text-xs text-3">
            {formatBytes(model.latest.sizeBytes)}
            {model.latest.task && `, ${taskWords(model.latest.task).toLowerCase()}`}
          </span>
        </span>
        <Badge>v{model.versions}</Badge>
      </Link>
    </li>
  );
}
