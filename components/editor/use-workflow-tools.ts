"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactFlowInstance } from "@xyflow/react";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useState } from "react";
import { wholePart } from "#graph/run-part";
import type { RunPart } from "#graph/run-part";
import { asServerError, useTRPC, useTRPCClient } from "#components/trpc";
import { useSession } from "../shell/session-context.tsx";
import { showToast } from "../ui/toast-store.ts";
import { createTogetherStore } from "../together/together-store.ts";
import { useTogether } from "../together/use-together.ts";
import { takePendingRestore } from "../versions/pending-restore.ts";
import { versionsHref } from "../versions/version-url.ts";
import { createAutosave } from "./saving/autosave.ts";
import type { Autosave } from "./saving/autosave.ts";
import type { CanvasEdge, CanvasNode } from "./canvas/canvas-records.ts";
import { downloadWorkflow } from "./clipboard/download-file.ts";
import type { EditorStore } from "./editor-store.ts";
import type { EditorTools, UiStore } from "./editor-tools.ts";
import { readInnerPath } from "./structure/inner-path.ts";
import { focusChosen } from "./outline/outline-work.ts";
import { addressWithView, keepView } from "./outline/view-choice.ts";
import type { OpenWorkflow } from "./editor.tsx";
import type { RunStore } from "./running/run-store.ts";
import { problemsOfPart } from "./actions/run-actions.ts";
import { rememberSaved } from "./saving/saved-here.ts";
import { saveWorkflow } from "./saving/save-workflow.ts";
import { restoreVersion, takeMerged } from "./saving/take-merged.ts";
import { useJournal } from "./saving/use-journal.ts";

/** A connection that went silent says nothing for ever; what is not saved by then is tried again. */
const SAVE_TIMEOUT_MS = 30_000;
/** The lists of runs are read anew after the first events of a run, which they would hold up. */
const LISTS_AFTER_MS = 250;

type Options = {
  workflow: OpenWorkflow;
  stores: { editor: EditorStore; runs: RunStore; ui: UiStore };
  flow: ReactFlowInstance<CanvasNode, CanvasEdge>;
  mayEdit: boolean;
  mayRun: boolean;
};

/** Ties the editor's stores to the server: saving, running, renaming. Its result is stable for the life of the editor. */
export function useWorkflowTools({ workflow, stores, flow, mayEdit, mayRun }: Options) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { user } = useSession();
  const [title, setTitle] = useState(workflow.title);
  const [keptTitle, setKeptTitle] = useState(workflow.title);
  const [isRenaming, setRenaming] = useState(false);
  const { editor, runs, ui } = stores;
  const workflowId = workflow.id;
  const workspaceId = useSession().workspace.id;
  const searchParams = useSearchParams();
  const [path] = useState(() => readInnerPath(searchParams));

  const [together] = useState(() => createTogetherStore(workflow.version));
  const [autosave] = useState<Autosave | null>(() =>
    mayEdit
      ? createAutosave({
          version: workflow.version,
          graph: workflow.graph,
          savedAt: workflow.updatedAt.getTime(),
          read: () => ({ graph: editor.getState().graph, revision: editor.getState().revision }),
          save: (graph, baseVersion) =>
            saveWorkflow(
              async (next, base) => {
                const result = await client.workflows.save.mutate(
                  { workflowId, baseVersion: base, graph: next },
                  { signal: AbortSignal.timeout(SAVE_TIMEOUT_MS) },
                );
                rememberSaved(workflowId, { graph: next, version: result.version });
                return result;
              },
              graph,
              baseVersion,
            ),
          take: (graph, how) => takeMerged({ editor, together }, graph, how),
          isTogether: () => together.getState().isLive,
        })
      : null,
  );
  useEffect(() => {
    if (!autosave) return;
    const stop = editor.subscribe((state, before) => {
      if (state.revision !== before.revision) autosave.changed();
    });
    const saveNow = () => void autosave.flush();
    const warn = (event: BeforeUnloadEvent) => {
      if (autosave.getState().status !== "saved") event.preventDefault();
    };
    // A hidden tab may never be shown again.
    const saveHidden = () => document.visibilityState === "hidden" && saveNow();
    window.addEventListener("online", saveNow);
    window.addEventListener("beforeunload", warn);
    document.addEventListener("visibilitychange", saveHidden);
    return () => {
      stop();
      saveNow();
      autosave.stop();
      window.removeEventListener("online", saveNow);
      window.removeEventListener("beforeunload", warn);
      document.removeEventListener("visibilitychange", saveHidden);
    };
  }, [autosave, editor]);

  const loadVersion = useCallback(
    async (version: number) => (await client.workflows.version.query({ workflowId, version })).graph,
    [client, workflowId],
  );
  useTogether({ workflowId, editor, autosave, together });
  const { isKeeping, keepNow } = useJournal({ workflowId, userId: user.id, editor, autosave, loadVersion });
  useEffect(() => {
    const restore = mayEdit ? takePendingRestore(workflowId) : undefined;
    if (restore) restoreVersion(editor, restore);
  }, [workflowId, editor, mayEdit]);

  const rename = useMutation(
    trpc.workflows.rename.mutationOptions({
      onSuccess: (_, { title: kept }) => setKeptTitle(kept),
      onError: (error, { title: refused }) => {
        setTitle((shown) => (shown === refused ? keptTitle : shown));
        showToast({ tone: "failed", title: "The workflow keeps its title", description: error.message });
      },
    }),
  );

  const tools = useMemo((): EditorTools => {
    const saveNow = async () => (autosave ? autosave.flush() : true);
    const exportFile = async () => {
      await saveNow();
      return await client.workflows.exportFile.query({ workflowId });
    };
    return {
      workflowId,
      workspaceId,
      path,
      editor,
      runs,
      ui,
      together,
      flow,
      mayEdit,
      mayRun,
      saveNow,
      showView(view) {
        const [chosen] = editor.getState().selection;
        ui.setState(({ outlineAt }) => ({
          view,
          outlineAt: chosen === undefined ? outlineAt : { row: chosen, column: null },
        }));
        keepView(user.id, view);
        window.history.replaceState(null, "", addressWithView(view));
        // After the view has been drawn.
        requestAnimationFrame(() => focusChosen({ editor, ui }));
      },
      goTo: (href) => router.push(href),
      tell: showToast,
      renameWorkflow: () => setRenaming(true),
      async openHistory() {
        // What cannot be saved now stays in the journal, and comes back with the editor.
        await saveNow();
        router.push(versionsHref(workflowId, { kind: "one", version: autosave?.base().version ?? workflow.version }));
      },
      async createWorkflow(workflow) {
        const created = await client.workflows.create.mutate(workflow);
        void queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
        return created;
      },
      cleanPasted: (graph) => client.workflows.cleanPasted.mutate({ graph }),
      findModel: (hash) => client.models.ref.query({ hash }),
      async startRun(part = wholePart, { noCache } = {}) {
        editor.getState().markTriedToRun();
        if (problemsOfPart({ editor }, part).length > 0) {
          ui.setState({ areProblemsOpen: true });
          return;
        }
        ui.setState({ isStarting: true });
        try {
          if (!(await saveNow())) {
            showToast({ tone: "failed", title: "Not run: the workflow could not be saved first" });
            return;
          }
          const { runId, warnings } = await client.runs.start.mutate(
            { workflowId, noCache, ...askFor(part) },
            { context: { isUrgent: true } },
          );
          await runs.openSoon(runId, part);
          for (const { message } of warnings) {
            showToast({ title: "Values of an earlier run were used", description: message });
          }
          setTimeout(() => void queryClient.invalidateQueries(trpc.runs.list.queryFilter()), LISTS_AFTER_MS);
        } catch (error) {
          showToast({ tone: "failed", title: "The run did not start", description: sentenceOf(error) });
          // Here they are not known yet where a workflow was chosen a moment ago; then they come into the open list.
          if (asServerError(error)?.data?.reason === "graph-problems") ui.setState({ areProblemsOpen: true });
        } finally {
          ui.setState({ isStarting: false });
        }
      },
      async cancelRun() {
        const { runId } = runs.getState();
        if (!runId) return;
        try {
          await client.runs.cancel.mutate({ runId });
        } catch (error) {
          showToast({ tone: "failed", title: "The run goes on", description: sentenceOf(error) });
        }
      },
      exportFile,
      async downloadFile() {
        try {
          const file = await exportFile();
          downloadWorkflow(file);
        } catch (error) {
          showToast({ tone: "failed", title: "The file was not made", description: sentenceOf(error) });
        }
      },
    };
  }, [
    workflowId,
    workspaceId,
    user.id,
    path,
    router,
    editor,
    runs,
    ui,
    together,
    flow,
    mayEdit,
    mayRun,
    autosave,
    client,
    trpc,
    queryClient,
    workflow.version,
  ]);

  async function keepMineAsCopy() {
    try {
      const { graph } = editor.getState();
      const { id } = await client.workflows.create.mutate({ title: `${title} (my copy)`.slice(0, 200), graph });
      // Nothing of this page is unsaved any more, so leaving it asks nothing.
      autosave?.dropMine();
      router.push(`/workflows/${id}`);
    } catch (error) {
      showToast({ tone: "failed", title: "The copy was not made", description: sentenceOf(error) });
    }
  }

  function finishRename(next: string | null) {
    setRenaming(false);
    if (next === null || next === title) return;
    setTitle(next);
    rename.mutate({ workflowId, title: next });
  }

  return { tools, title, isRenaming, finishRename, autosave, isKeeping, keepNow, keepMineAsCopy };
}

/** The part as the request names it. */
function askFor(part: RunPart): { target?: string; from?: string; only?: string } {
  switch (part.kind) {
    case "all":
      return {};
    case "to":
      return { target: part.node };
    case "from":
      return { from: part.node };
    case "only":
      return { only: part.node };
  }
}

function sentenceOf(error: unknown): string {
  return asServerError(error)?.message ?? "The server does not answer. Try again.";
}
