"use client";
import { X } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import { ProgressBar } from "#components/ui/progress-bar";
import { StatusGlyph } from "#components/ui/status-glyph";
import { formatBytes } from "../ui/format-bytes.ts";
import { dismissUpload, type Upload, useUploadsStore } from "./uploads-store.ts";

/** Files on their way, and why those were refused that the server did not take. */
export function UploadRows() {
  const uploads = useUploadsStore((state) => state.uploads);
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Imports" className="border-b border-line">
      {uploads.map((upload) => (
        <li key={upload.id} className="border-t border-line py-2 pl-4 pr-2">
          {upload.status === "refused" ? <Refused upload={upload} /> : <OnItsWay upload={upload} />}
        </li>
      ))}
    </ul>
  );
}

function OnItsWay({ upload }: { upload: Exclude<Upload, { status: "refused" }> }) {
  const fraction = upload.status === "sending" ? upload.fraction : 0;
  const words =
    upload.status === "waiting" ? "Waiting" : fraction < 1 ? `${Math.round(fraction * 100)} %` : "Reading the model";
  return (
    <div data-status="running" className="flex items-center gap-2">
      <StatusGlyph status={upload.status === "waiting" ? "waiting" : "running"} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{upload.name}</p>
        <p className="flex justify-between text-xs tabular-nums text-3">
          <span>{words}</span>
          <span>{formatBytes(upload.sizeBytes)}</span>
        </p>
        <ProgressBar label={`Import of ${upload.name}`} fraction={fraction} className="mt-1" />
      </div>
      <IconButton icon={X} label={`Stop the import of ${upload.name}`} size="sm" onClick={upload.stop} />
    </div>
  );
}

function Refused({ upload }: { upload: Extract<Upload, { status: "refused" }> }) {
  return (
    <div role="alert" className="flex items-start gap-2">
      <StatusGlyph status="failed" className="mt-[3px]" />
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere font-medium">{upload.name} was not imported</p>
        <p className="wrap-anywhere text-xs text-2">{upload.refusal.message}</p>
        {upload.refusal.reason && <p className="mono text-2xs text-3">{upload.refusal.reason}</p>}
      </div>
      <IconButton icon={X} label="Dismiss" size="sm" onClick={() => dismissUpload(upload.id)} />
    </div>
  );
}
