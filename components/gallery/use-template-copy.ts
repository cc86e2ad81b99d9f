"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#components/trpc";
import { showToast } from "../ui/toast-store.ts";

/** Copies a template with its models and samples into the workspace and opens the copy. */
export function useTemplateCopy() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation(
    trpc.templates.use.mutationOptions({
      onSuccess: ({ workflowId }) => {
        void queryClient.invalidateQueries(trpc.workflows.pathFilter());
        void queryClient.invalidateQueries(trpc.models.pathFilter());
        router.push(`/workflows/${workflowId}`);
      },
      onError: (error) =>
        showToast({ tone: "failed", title: "The template was not copied", description: error.message }),
    }),
  );
}
