"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#components/trpc";
import type { JsonValue } from "#graph/json";
import { formatQuantity } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";

/** Keeps a workflow file as a workflow of its own and opens it, or does with it what `onImported` says. */
export function useImportWorkflow(onImported?: (href: string) => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { mutate, isPending } = useMutation(
    trpc.workflows.importFile.mutationOptions({
      onSuccess: ({ id, warnings }) => {
        void queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
        const [first] = warnings;
        if (first)
          showToast({
            title: `Imported with ${formatQuantity(warnings.length, "remark")}`,
            description: warningText(first),
          });
        const href = `/workflows/${id}`;
        if (onImported) onImported(href);
        else router.push(href);
      },
      onError: (error) => showToast({ tone: "failed", title: "Nothing was imported", description: error.message }),
    }),
  );
  /** The text of the file. */
  function importText(text: string) {
    let file: JsonValue;
    try {
      file = JSON.parse(text) as JsonValue;
    } catch {
      showToast({
        tone: "failed",
        title: "Nothing was imported",
        description: "The file is no JSON. A workflow file is what Download as a file gives.",
      });
      return;
    }
    mutate({ file });
  }
  return { importText, isImporting: isPending };
}

function warningText(warning: unknown): string {
  if (typeof warning === "string") return warning;
  return typeof warning === "object" && warning !== null && "message" in warning ? String(warning.message) : "";
}
