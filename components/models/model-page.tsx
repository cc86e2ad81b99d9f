"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, Download, Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import { useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { Button, LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { Menu, MenuItem } from "#components/ui/menu";
import { artifactUrl } from "../runs/artifact-url.ts";
import { DevicesCard } from "./devices-card";
import { FactsCard } from "./facts-card";
import { FileButton } from "#components/ui/file-button";
import type { Model, ModelVersion } from "./model-data.ts";
import { OperatorsCard } from "./operators-card";
import { PortsCard } from "./ports-card";
import { PublishModelDialog } from "./publish-model-dialog";
import { PublishedCard } from "./published-card";
import { RemoveVersionDialog } from "./remove-version-dialog";
import { RenameDialog } from "./rename-dialog";
import { UsedByCard } from "./used-by-card";
import { useImportModels } from "./use-import-models.ts";
import { VersionsCard } from "./versions-card";

/** What is known of one model, version by version. */
export function ModelPage({ initial }: { initial: Model }) {
  const trpc = useTRPC();
  const { data: model } = useQuery(trpc.models.get.queryOptions({ modelId: initial.id }, { initialData: initial }));
  const [hash, setHash] = useState<string | null>(null);
  const [removing, setRemoving] = useState<ModelVersion | null>(null);
  const [isRenaming, setIsRenaming] = useState(false);
  const [isPublishing, setIsPublishing] = useState(false);
  const mayEdit = useMay("editor");
  const mayManage = useMay("admin");
  const importModels = useImportModels();
  const version = model.versions.find((candidate) => candidate.hash === hash) ?? model.versions[0];
  if (!version) return null;

  return (
    <>
      <PageHeader
        before={
          <Link
            href="/models"
            aria-label="All models"
            className="-ml-1.5 hidden size-md place-items-center rounded-2 text-2 hover:bg-hover max-md:grid"
          >
            <Icon icon={ChevronLeft} />
          </Link>
        }
        title={model.name}
        facts={<Badge>v{version.number}</Badge>}
        actions={
          <>
            {mayEdit && (
              <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
                <MenuItem icon={Pencil} onSelect={() => setIsRenaming(true)}>
                  Rename
                </MenuItem>
                {mayManage && (
                  <MenuItem icon={Trash2} isDangerous onSelect={() => setRemoving(version)}>
                    Delete version {version.number}
                  </MenuItem>
                )}
              </Menu>
            )}
            <LinkButton>
              <a href={artifactUrl(version.hash, `${model.name}.onnx`)} download={`${model.name}.onnx`}>
                <Icon icon={Download} size={14} />
                Download
              </a>
            </LinkButton>
            {mayEdit && (
              <FileButton
                accept=".onnx"
                isMultiple={false}
                onFiles={(files) => importModels(files, { modelId: model.id })}
              >
                Add a version
              </FileButton>
            )}
            {mayManage && (
              <Button variant="primary" onClick={() => setIsPublishing(true)}>
                Publish
              </Button>
            )}
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="grid max-w-[1180px] grid-cols-[minmax(0,1fr)_272px] items-start gap-3 px-6 py-4 max-lg:grid-cols-[minmax(0,1fr)] max-sm:px-4">
          <div className="grid min-w-0 gap-3">
            <PortsCard summary={version.summary} />
            <OperatorsCard summary={version.summary} />
            <VersionsCard model={model} chosen={version} onChoose={setHash} onRemove={setRemoving} />
          </div>
          <div className="grid min-w-0 gap-3">
            <PublishedCard model={model} />
            <UsedByCard version={version} />
            <FactsCard version={version} />
            <DevicesCard model={model} version={version} />
          </div>
        </div>
      </div>
      {removing && <RemoveVersionDialog model={model} version={removing} onClose={() => setRemoving(null)} />}
      {isPublishing && <PublishModelDialog model={model} version={version} onClose={() => setIsPublishing(false)} />}
      {isRenaming && <RenameDialog model={model} onClose={() => setIsRenaming(false)} />}
    </>
  );
}
