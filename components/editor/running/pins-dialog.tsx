"use client";
import { Pin, PinOff } from "lucide-react";
import { useId, useState } from "react";
import { useStore } from "zustand";
import { pinPort, unpinPorts } from "#graph/commands/pin-ports";
import { inferTypes } from "#graph/infer-types";
import type { JsonValue } from "#graph/json";
import type { Port } from "#graph/kinds";
import type { RecordedFlow } from "#graph/recorded-values";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { PortGlyph } from "#components/ui/port-glyph";
import { artifactUrl } from "../../runs/artifact-url.ts";
import { ValuePreview } from "../../runs/value-preview.tsx";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { cardOf } from "../nodes/card-of.ts";
import { selectedNode } from "../editor-store.ts";
import { useTools } from "../editor-tools.ts";
import { ValueField } from "../fields/value-field.tsx";
import { isTypedKind, recordTyped } from "../adding/record-typed.ts";
import type { MeasurePicture } from "../adding/record-typed.ts";
import { lastOutput } from "./run-store.ts";
import { flowText } from "./run-words.ts";
import { typeText } from "../nodes/type-words.ts";

/** Pins outputs of the chosen node: to the last value that it gave, or to one that is typed or uploaded. */
export function PinsDialog() {
  const { ui } = useTools();
  const isOpen = useStore(ui, ({ dialog }) => dialog === "pins");
  const nodeId = useEditor(selectedNode);
  const card = useEditor(({ graph, library }) => (nodeId ? cardOf(graph, library, nodeId) : null));
  return (
    <Dialog
      isOpen={isOpen && nodeId !== null && card !== null}
      onOpenChange={(next) => ui.setState({ dialog: next ? "pins" : null })}
      title={`Pin outputs of ${card?.title ?? "the node"}`}
      description="A pinned output gives its value in every run. A node does not run while all its outputs that are read are pinned."
      actions={
        <Button variant="primary" onClick={() => ui.setState({ dialog: null })}>
          Done
        </Button>
      }
    >
      <ul className="grid gap-4">
        {nodeId &&
          card?.outputs.map(([name, port]) => <OutputPin key={name} nodeId={nodeId} name={name} port={port} />)}
      </ul>
    </Dialog>
  );
}

function OutputPin({ nodeId, name, port }: { nodeId: string; name: string; port: Port }) {
  const { editor } = useTools();
  const pin = useEditor(({ graph }) => graph.nodes[nodeId]?.pins?.[name]);
  const last = useRun((state) => lastOutput(state, { node: nodeId, port: name }));
  const inferred = useEditor(({ graph, library }) => inferTypes(graph, library).get(nodeId)?.outputs[name]);
  const [isGiving, setGiving] = useState(false);
  const type = inferred && inferred.type.kind !== "any" ? inferred.type : port.type;
  const depth = inferred?.dims.length ?? (typeof port.list === "number" ? port.list : 0);
  const isLast = pin !== undefined && pin === last;

  function pinTo(record: RecordedFlow) {
    const { graph, apply } = editor.getState();
    apply(pinPort(graph, { nodeId, port: name, record }), { label: `Pin ${port.label}` });
    setGiving(false);
  }
  return (
    <li
      aria-label={port.label}
      className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-3 first:border-0 first:pt-0"
    >
      <p className="flex items-center gap-2 text-xs [--port-back:var(--surface-overlay)]">
        <PortGlyph kind={type.kind} state={depth > 0 ? "list" : "connected"} />
        <span className="font-medium">{port.label}</span>
        <span className="mono text-2xs text-3">{typeText(type, depth)}</span>
        <span className="ml-auto text-2xs text-2">{pin ? `Pinned: ${flowText(pin)}` : "Not pinned"}</span>
      </p>
      {pin && (
        <div className="max-h-48 overflow-y-auto">
          <ValuePreview record={pin} size="panel" />
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={Pin} disabled={!last || isLast} onClick={() => last && pinTo(last)}>
          {last ? `Pin the last value, ${flowText(last)}` : "No run has a value here yet"}
        </Button>
        {isTypedKind(type.kind === "any" ? "json" : type.kind) && depth <= 1 && (
          <Button size="sm" aria-expanded={isGiving} onClick={() => setGiving(!isGiving)}>
            Give a value
          </Button>
        )}
        {pin && (
          <Button
            size="sm"
            icon={PinOff}
            onClick={() => {
              const { graph, apply } = editor.getState();
              apply(unpinPorts(graph, { nodeId, ports: [name] }), { label: `Unpin ${port.label}` });
            }}
          >
            Unpin
          </Button>
        )}
      </div>
      {isGiving && <GiveValue nodeId={nodeId} label={port.label} kind={type.kind} isList={depth === 1} onPin={pinTo} />}
    </li>
  );
}

function GiveValue({
  nodeId,
  label,
  kind,
  isList,
  onPin,
}: {
  nodeId: string;
  label: string;
  kind: string;
  isList: boolean;
  onPin: (record: RecordedFlow) => void;
}) {
  const id = useId();
  const typed = isTypedKind(kind) ? kind : "json";
  const [value, setValue] = useState<JsonValue | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      className="grid gap-2 rounded-3 bg-sunken p-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        recordTyped(value, { kind: typed, isList, measure: measurePicture }).then(onPin, (reason: unknown) =>
          setProblem(reason instanceof Error ? reason.message : "This value cannot be pinned."),
        );
      }}
    >
      <label htmlFor={id} className="text-xs text-2">
        What {label} gives
      </label>
      <ValueField
        field={valueField}
        value={value}
        params={{ kind: typed, list: isList }}
        nodeId={nodeId}
        isReadOnly={false}
        control={{ id, "aria-describedby": undefined, "aria-invalid": problem ? true : undefined }}
        onChange={(next) => {
          setProblem(null);
          setValue(next);
        }}
      />
      {problem && (
        <p role="alert" className="text-2xs text-danger">
          {problem}
        </p>
      )}
      <Button type="submit" size="sm" className="justify-self-start" icon={Pin}>
        Pin this value
      </Button>
    </form>
  );
}

const valueField = {
  name: "value",
  title: "Value",
  widget: "value",
  isRequired: false,
  isOnNode: false,
  options: [],
  step: 1,
  accept: [],
  isNullable: false,
} as const;

const measurePicture: MeasurePicture = async ({ hash, name }) => {
  const picture = new Image();
  picture.src = artifactUrl(hash, name);
  await picture.decode().catch(() => {
    throw new Error(`The browser cannot show "${name}" as a picture. Choose a PNG, JPEG or WebP.`);
  });
  return { width: picture.naturalWidth, height: picture.naturalHeight };
};
