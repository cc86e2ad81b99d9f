"use client";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useCallback, useEffect, useState } from "react";
import { useTRPC, useTRPCClient } from "#components/trpc";
import type { Autosave } from "../editor/saving/autosave.ts";
import type { EditorStore } from "../editor/editor-store.ts";
import { newId } from "../editor/new-id.ts";
import { pageSight } from "../streams/page-sight.ts";
import { announce } from "../ui/toast-store.ts";
import type { TogetherStore } from "./together-store.ts";

/** Who says nothing for longer than the server waits is taken for gone. */
const TELL_EVERY_MS = 3_000;
/** Before the stream of a hidden page ends, so that its end is no good-bye. */
const AWAY_AFTER_MS = 2_500;
const TELL_AWAY_EVERY_MS = 30_000;
const TELL_AT_MOST_EVERY_MS = 80;
const MAX_TOLD_SELECTION = 20;

/** Tells the others of this tab, hears of them, and takes in what they save. */
export function useTogether({
  workflowId,
  editor,
  autosave,
  together,
}: {
  workflowId: string;
  editor: EditorStore;
  autosave: Autosave | null;
  together: TogetherStore;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [clientId] = useState(newId);

  const takeVersion = useCallback(
    async (newest: number) => {
      // A save under way is answered with whatever is newer by itself.
      if (autosave?.getState().status === "saving" || newest <= (autosave?.base().version ?? together.getState().shown))
        return;
      try {
        const { graph } = await client.workflows.version.query({ workflowId, version: newest });
        const { savers, shown } = together.getState();
        const by = savers.get(newest);
        if (autosave) autosave.takeSaved({ version: newest, graph, ...(by !== undefined && { by }) });
        else if (newest > shown) editor.getState().takeIn(graph);
        together.setState({ shown: Math.max(shown, newest) });
      } catch {
        // Told again with the next word of ours that is answered.
      }
    },
    [client, workflowId, autosave, editor, together],
  );

  const { status } = useSubscription(
    trpc.presence.watch.subscriptionOptions(
      { workflowId, clientId },
      {
        onData(event) {
          if (event.type === "saved") {
            const savers = new Map(together.getState().savers).set(event.version, event.by);
            together.setState({ savers });
            void takeVersion(event.version);
            return;
          }
          const before = new Set(together.getState().people.map((person) => person.clientId));
          const newcomers = event.people.filter((person) => !before.has(person.clientId));
          if (newcomers.length > 0) announce(`${newcomers.map(({ name }) => name).join(", ")} came in`);
          together.setState({ people: event.people });
        },
      },
    ),
  );
  const isHearing = status === "pending";

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isTelling = false;
    let hasMore = false;
    let isOver = false;
    let isAway = !pageSight.isShown();
    let awayTimer: ReturnType<typeof setTimeout> | undefined;
    async function tell() {
      clearTimeout(timer);
      if (isTelling) {
        hasMore = true;
        return;
      }
      isTelling = true;
      hasMore = false;
      const told = isAway
        ? { isAway, cursor: null, selection: [] }
        : {
            isAway,
            cursor: together.getState().cursor,
            selection: [...editor.getState().selection].slice(0, MAX_TOLD_SELECTION),
          };
      try {
        const answer = await client.presence.tell.mutate({ workflowId, clientId, ...told });
        together.setState({ isLive: isHearing && !isAway });
        void takeVersion(answer.version);
      } catch {
        together.setState({ isLive: false });
      }
      isTelling = false;
      const pauseMs = isAway ? TELL_AWAY_EVERY_MS : TELL_EVERY_MS;
      if (!isOver) timer = setTimeout(() => void tell(), hasMore ? TELL_AT_MOST_EVERY_MS : pauseMs);
    }
    const look = () => {
      clearTimeout(awayTimer);
      const isHidden = !pageSight.isShown();
      if (isHidden === isAway) return;
      // Back at once, to see what was missed; away only after more than a glance elsewhere.
      awayTimer = setTimeout(
        () => {
          isAway = isHidden;
          if (isAway) together.setState({ isLive: false });
          void tell();
        },
        isHidden ? AWAY_AFTER_MS : 0,
      );
    };
    const tellSoon = () => {
      // Alone, nobody sees the pointer move.
      if (together.getState().people.length === 0) return;
      if (isTelling) hasMore = true;
      else if (!hasMore) {
        hasMore = true;
        clearTimeout(timer);
        timer = setTimeout(() => void tell(), TELL_AT_MOST_EVERY_MS);
      }
    };
    void tell();
    const stops = [
      together.subscribe((state, before) => state.cursor !== before.cursor && tellSoon()),
      editor.subscribe((state, before) => state.selection !== before.selection && tellSoon()),
      pageSight.onChange(look),
    ];
    return () => {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(awayTimer);
      for (const stop of stops) stop();
    };
  }, [workflowId, clientId, client, together, editor, isHearing, takeVersion]);
}
