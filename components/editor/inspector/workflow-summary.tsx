"use client";
import { interfaceNodes } from "#graph/interface-nodes";
import { workflowInputs } from "#graph/workflow-interface";
import { Kbd } from "#components/ui/kbd";
import { PortGlyph } from "#components/ui/port-glyph";
import { formatQuantity } from "../../ui/format-number.ts";
import { ActionButton } from "../actions/action-button.tsx";
import { useEditor } from "../canvas/canvas-context.tsx";
import { goToNode } from "../canvas/canvas-work.ts";
import { useTools } from "../editor-tools.ts";
import { FrameSettings } from "../structure/frame-settings.tsx";

/** The workflow in short, while nothing is selected: what goes in, what comes out, what to do first. */
export function WorkflowSummary() {
  const tools = useTools();
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const inputs = workflowInputs(graph, library);
  const outputs = interfaceNodes(graph, "workflow-output", library);
  const nodeCount = Object.keys(graph.nodes).length;
  return (
    <div className="grid content-start gap-5 overflow-y-auto p-3.5">
      <header>
        <h2 className="text-md leading-5">Workflow</h2>
        <p className="text-xs text-3 tabular-nums">
          {formatQuantity(nodeCount, "node")}, {formatQuantity(Object.keys(graph.edges).length, "wire")}
        </p>
      </header>
      <Names title="Inputs" empty="No inputs: it runs on what its nodes hold.">
        {inputs.map(({ nodeId, name, kind, isList }) => (
          <NameRow
            key={nodeId}
            onClick={() => goToNode(tools, nodeId)}
            name={name}
            detail={isList ? `${kind} ×n` : kind}
          >
            <PortGlyph kind={kind} state={isList ? "list" : "connected"} />
          </NameRow>
        ))}
      </Names>
      <Names title="Outputs" empty="No outputs yet: add an Output node for what the workflow gives.">
        {outputs.map(({ node, name }) => (
          <NameRow key={node.id} onClick={() => goToNode(tools, node.id)} name={name} />
        ))}
      </Names>
      {tools.mayEdit && (
        <section className="grid gap-1.5 text-xs text-3">
          <h3 className="text-2xs font-medium">Keys</h3>
          <KeyRow keys="/">Add a node</KeyRow>
          <KeyRow keys="Ctrl+K">Find or do anything</KeyRow>
          <KeyRow keys="Ctrl+Enter">Run</KeyRow>
          <KeyRow keys="?">All keys</KeyRow>
        </section>
      )}
    </div>
  );
}

function Names({ title, empty, children }: { title: string; empty: string; children: React.ReactNode[] }) {
  return (
    <section className="grid gap-1">
      <h3 className="text-2xs font-medium text-3">{title}</h3>
      {children.length > 0 ? <ul className="-mx-1.5">{children}</ul> : <p className="text-xs text-3">{empty}</p>}
    </section>
  );
}

function NameRow({
  name,
  detail,
  onClick,
  children,
}: {
  name: string;
  detail?: string;
  onClick: () => void;
  children?: React.ReactNode;
}) {
  return (
    <li>
      <button
        type="button"
        className="flex h-[26px] w-full items-center gap-2 rounded-2 px-1.5 text-left text-xs [--port-back:var(--surface-panel)] hover:bg-hover"
        onClick={onClick}
      >
        {children}
        <span className="truncate">{name}</span>
        {detail && <span className="mono ml-auto text-2xs text-3">{detail}</span>}
      </button>
    </li>
  );
}

function KeyRow({ keys, children }: { keys: string; children: string }) {
  return (
    <p className="flex items-center justify-between">
      {children}
      <Kbd>{keys}</Kbd>
    </p>
  );
}

/** Several things, or one that has no form of its own: what can be done with them. */
export function SelectionSummary() {
  const count = useEditor(({ selection }) => selection.size);
  const what = useEditor(({ selection, graph }) => {
    const [id] = selection;
    if (selection.size !== 1 || !id) return null;
    return id.startsWith("note:") ? "Note" : id.startsWith("frame:") ? "Frame" : graph.edges[id] ? "Wire" : null;
  });
  return (
    <div className="grid content-start gap-3 p-3.5">
      <h2 className="text-md leading-5">{what ?? `${count} selected`}</h2>
      <div className="flex flex-wrap gap-1.5">
        {what === "Wire" && <ActionButton id="insert-into-wire" />}
        {what !== "Wire" && <ActionButton id="duplicate" />}
        {what !== "Wire" && <ActionButton id="copy" />}
        {what !== "Wire" && what !== "Frame" && <ActionButton id="add-frame" />}
        {what && what !== "Wire" && <ActionButton id="rename" />}
        {what === null && <ActionButton id="extract-workflow" />}
        <ActionButton id="delete" />
      </div>
      <FrameSettings />
    </div>
  );
}
