"use client";
import { Camera, ImageUp, Upload } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button";
import type { ControlProps } from "#components/ui/field";
import { ProgressBar } from "#components/ui/progress-bar";
import type { Kind } from "#graph/kinds";
import type { FileRef } from "#graph/schema";
import { acceptedFiles } from "../editor/dropping/accepted-files.ts";
import { useSendFiles } from "../editor/dropping/use-send-files.ts";
import { useFileDrop } from "../ui/use-file-drop.ts";
import { FileTiles } from "./file-tiles";
import { refuseFile } from "./refuse-file.ts";

/** Files are dropped, chosen or photographed, and sent at once. What is chosen is shown as what it is. */
export function FileControl({
  kind,
  isList,
  name,
  files,
  isSample,
  onChange,
  control,
}: {
  kind: Kind;
  isList: boolean;
  name: string;
  files: readonly FileRef[];
  /** The files shown are the sample: what is chosen takes their place. */
  isSample: boolean;
  onChange: (files: FileRef[]) => void;
  control: ControlProps;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const { send, fraction, error, setError } = useSendFiles({
    isList,
    onSent: (sent) => onChange(isList && !isSample ? [...files, ...sent] : sent),
  });
  const isImage = kind === "image";
  const accept = kind === "tensor" ? [".npy"] : (acceptedFiles[kind] ?? []);
  const noun = isImage ? "picture" : "file";

  function take(chosen: FileList | null) {
    const list = [...(chosen ?? [])];
    const refused = list.map((file) => refuseFile(kind, file)).find((words) => words !== null);
    if (refused !== undefined) setError(refused);
    else void send(list);
  }
  const { isOver, target } = useFileDrop(({ files: dropped }) => take(dropped));
  function fileInput(ref: React.RefObject<HTMLInputElement | null>, label: string, isCamera: boolean) {
    return (
      <input
        ref={ref}
        type="file"
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        accept={isCamera ? "image/*" : accept.join(",")}
        {...(isCamera && { capture: "environment" })}
        multiple={isList && !isCamera}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
    );
  }
  return (
    <div
      data-over={isOver || undefined}
      data-invalid={control["aria-invalid"]}
      className="grid gap-2 rounded-3 border border-dashed border-control bg-node p-2.5 data-invalid:border-danger data-over:border-ink data-over:bg-selected"
      {...target}
    >
      {files.length > 0 && (
        <FileTiles
          files={files}
          kind={kind}
          onRemove={isSample ? null : (index) => onChange(files.filter((_, at) => at !== index))}
        />
      )}
      {fraction !== null && <ProgressBar label="Sent" fraction={fraction} />}
      <div className="flex flex-wrap items-center gap-2">
        {isImage && (
          <Button
            size="lg"
            icon={Camera}
            className="flex-1 not-pointer-coarse:hidden"
            onClick={() => camera.current?.click()}
          >
            Take a photo
          </Button>
        )}
        <Button
          {...control}
          icon={isImage ? ImageUp : Upload}
          isBusy={fraction !== null}
          className="max-sm:h-lg max-sm:flex-1"
          aria-label={`Choose a ${noun} for ${name}`}
          onClick={() => picker.current?.click()}
        >
          {isList && files.length > 0 && !isSample ? `Add ${noun}s` : isList ? `Choose ${noun}s` : `Choose a ${noun}`}
        </Button>
        <span className="text-xs text-3 pointer-coarse:hidden">or drop {isList ? "them" : "it"} here</span>
      </div>
      {fileInput(picker, `File for ${name}`, false)}
      {isImage && fileInput(camera, `Photo for ${name}`, true)}
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
