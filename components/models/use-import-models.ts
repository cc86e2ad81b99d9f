"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#components/trpc";
import { announce } from "../ui/toast-store.ts";
import { startUploads } from "./uploads-store.ts";

/** Sends files and opens the model that came of the last one. */
export function useImportModels() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return function importModels(files: Iterable<File>, { modelId }: { modelId?: string } = {}) {
    startUploads(files, {
      modelId,
      onStored: (stored) => {
        void queryClient.invalidateQueries(trpc.models.pathFilter());
        announce("The model is stored");
        router.push(`/models/${stored.modelId}`);
        router.refresh();
      },
    });
  };
}
