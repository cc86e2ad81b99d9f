"use client";
import type { Connection, FinalConnectionState, OnConnectStart } from "@xyflow/react";
import { useMemo } from "react";
import { connectPorts } from "#graph/commands/connect-ports";
import { removeRecords } from "#graph/commands/remove-records";
import { mergePatches } from "#graph/merge-patches";
import { applyPatch } from "#graph/patch";
import { convertersBetween } from "../adding/converters-between.ts";
import type { PortEnd } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { newId } from "../new-id.ts";
import { connectionOf, edgeBetween, portOf } from "./port-fit.ts";
import { portOnScreen } from "../nodes/port-on-screen.ts";

/** Drawing wires: by dragging, and by choosing one port and then another (click, Enter or Space). */
export function useConnecting(tools: EditorTools) {
  return useMemo(() => {
    const { editor, ui, flow } = tools;

    function join(a: PortEnd, b: PortEnd, replacing?: string): boolean {
      const state = editor.getState();
      const connection = connectionOf(state, a, b);
      const edge = edgeBetween(a, b);
      if (!connection.ok || !edge) {
        if (!connection.ok) refuse(a, b, connection.reason);
        return false;
      }
      const without = replacing ? removeRecords(state.graph, [replacing]) : {};
      const patch = mergePatches(without, connectPorts(applyPatch(state.graph, without), { edgeId: newId(), ...edge }));
      const to = portOf(state, { ...edge.to, side: "input" });
      state.apply(patch, { label: `Connect ${to?.label ?? edge.to.port}` });
      return true;
    }

    /** Where something can be put between, the refusal stays until it is answered. */
    function refuse(a: PortEnd, b: PortEnd, reason: string) {
      const ends = edgeBetween(a, b);
      const converters = ends ? convertersBetween(editor.getState(), ends) : [];
      if (ends && converters.length > 0)
        ui.setState({ refusal: { ends, reason, converters, screen: portOnScreen(b) } });
      else tools.tell({ title: "These ports do not fit", description: reason });
    }

    const endsOf = ({ source, sourceHandle, target, targetHandle }: Connection): [PortEnd, PortEnd] => [
      { node: source, port: sourceHandle ?? "", side: "output" },
      { node: target, port: targetHandle ?? "", side: "input" },
    ];

    const onConnectStart: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
      if (!nodeId || !handleId) return;
      editor
        .getState()
        .setConnecting({ node: nodeId, port: handleId, side: handleType === "source" ? "output" : "input" });
    };

    return {
      join,
      onConnectStart,
      onConnect: (connection: Connection) => join(...endsOf(connection)),
      onReconnect: (old: { id: string }, connection: Connection) => join(...endsOf(connection), old.id),
      onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
        const origin = editor.getState().connecting;
        editor.getState().setConnecting(null);
        // The handle took the focus on the way; keys go back to the canvas.
        if (document.activeElement instanceof HTMLElement && document.activeElement.matches(".react-flow__handle")) {
          document.activeElement.blur();
        }
        if (!origin || state.toHandle) return;
        const point = "changedTouches" in event ? event.changedTouches[0] : event;
        const isOnPane = event.target instanceof Element && event.target.matches(".react-flow__pane");
        if (!point || !isOnPane) return;
        const screen = { x: point.clientX, y: point.clientY };
        ui.setState({
          quickAdd: { at: flow.screenToFlowPosition(screen), screen, wish: { kind: "wire", end: origin } },
        });
      },
      /** The first port that is chosen waits for the second. */
      choosePort(end: PortEnd) {
        const { connecting, setConnecting } = editor.getState();
        if (!connecting) return setConnecting(end);
        const isSame = connecting.node === end.node && connecting.port === end.port && connecting.side === end.side;
        if (isSame || join(connecting, end)) setConnecting(null);
      },
    };
  }, [tools]);
}
