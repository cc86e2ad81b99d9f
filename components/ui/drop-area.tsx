"use client";
import { Upload } from "lucide-react";
import { useState } from "react";
import { Icon } from "#components/ui/icon";

/** Takes files that are dropped anywhere on it, and says so while they are dragged over it. */
export function DropArea({
  isEnabled,
  words,
  onFiles,
  className,
  children,
}: {
  isEnabled: boolean;
  /** What happens when they are let go. */
  words: string;
  onFiles: (files: File[]) => void;
  className: string;
  children: React.ReactNode;
}) {
  const [depth, setDepth] = useState(0);
  const hasFiles = (event: React.DragEvent) => isEnabled && event.dataTransfer.types.includes("Files");
  return (
    <div
      className={className}
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDepth((deep) => deep + 1);
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
      // Enter and leave come for every child on the way, so only their balance says whether the pointer is still inside.
      onDragLeave={(event) => hasFiles(event) && setDepth((deep) => Math.max(0, deep - 1))}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDepth(0);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {depth > 0 && (
        <div className="pointer-events-none absolute inset-0 z-30 grid place-items-center bg-scrim p-6">
          <p className="flex items-center gap-2 rounded-3 border border-dashed border-control bg-overlay px-8 py-6 text-md font-medium shadow-3">
            <Icon icon={Upload} /> {words}
          </p>
        </div>
      )}
    </div>
  );
}
