"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { sendFile } from "../editor/dropping/send-file.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";

type Imported = { runId: string; isKnown: boolean; warnings: string[] };

/** Takes the zip of a run into the workspace and shows it. One that was opened here before is shown again. */
export function useOpenRunFile() {
  const router = useRouter();
  const { mutate, isPending } = useMutation({
    mutationFn: (file: File) =>
      sendFile<Imported>("/api/runs/archive", file, { headers: { "content-type": "application/zip" } }),
    onSuccess: ({ runId, isKnown, warnings }) => {
      const [first] = warnings;
      if (isKnown) showToast({ title: "This run is here already" });
      else if (first) {
        showToast({
          title: `Opened. To run it again ${formatQuantity(warnings.length, "thing")} ${warnings.length === 1 ? "is" : "are"} missing here`,
          description: first,
        });
      }
      router.push(`/runs/${runId}`);
    },
    onError: (error) => showToast({ tone: "failed", title: "The run was not opened", description: error.message }),
  });
  function open([file]: readonly File[]) {
    if (file) mutate(file);
  }
  return { open, isOpening: isPending };
}
