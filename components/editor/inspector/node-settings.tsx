"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { updateNode } from "#graph/commands/update-records";
import type { NodeChanges } from "#graph/commands/update-records";
import { bypassRefusal } from "#graph/passage-problems";
import type { JsonValue } from "#graph/json";
import type { GraphNode, OnError } from "#graph/schema";
import { Icon } from "#components/ui/icon";
import { Select } from "#components/ui/select";
import { Switch } from "#components/ui/switch";
import { useEditor } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { JsonField } from "../fields/json-field.tsx";
import { NumberField } from "../fields/number-field.tsx";
import type { ParamField } from "./param-form.ts";

const policies = [
  { value: "fail", label: "Fail the run" },
  { value: "default", label: "Give a default" },
  { value: "port", label: "Send it out of an error port" },
  { value: "drop", label: "Drop the item" },
] as const satisfies { value: OnError["policy"]; label: string }[];

const standings: { value: string; label: string }[] = [
  { value: "runs", label: "Runs" },
  { value: "bypass", label: "Bypassed: passes on what arrives" },
  { value: "muted", label: "Muted: nor what needs it" },
];

function disabledOf(standing: string): GraphNode["disabled"] {
  if (standing === "bypass") return standing;
  return standing === "muted" ? true : undefined;
}

const number = {
  widget: "number",
  isRequired: false,
  isOnNode: false,
  options: [],
  step: 1,
  accept: [],
  isNullable: false,
} as const;
const attempts: ParamField = { ...number, name: "attempts", title: "Retries", minimum: 0, maximum: 10, default: 0 };
const delay: ParamField = {
  ...number,
  name: "delay",
  title: "First wait",
  unit: "s",
  minimum: 0,
  maximum: 600,
  step: 0.5,
  default: 1,
};
const limit: ParamField = {
  ...number,
  name: "timeout",
  title: "Time limit",
  unit: "s",
  minimum: 0.001,
  maximum: 86_400,
  isNullable: true,
};

/** What every node has: whether it runs, whether results are reused, what happens on an error, retries, a time limit. Closed at first where nothing differs. */
export function NodeSettings({ nodeId }: { nodeId: string }) {
  const { editor, mayEdit } = useTools();
  const node = useEditor(({ graph }) => graph.nodes[nodeId]);
  const [isOpen, setOpen] = useState(() => node !== undefined && !isPlain(node));
  if (!node) return null;
  const mayBypass = node.disabled === "bypass" || bypassRefusal(editor.getState().library, node) === null;
  const { onError = { policy: "fail" }, retry, timeoutMs, disabled, cache } = node;
  function change(changes: NodeChanges, label: string) {
    const { graph, apply } = editor.getState();
    apply(updateNode(graph, { nodeId, changes }), { label, mergeKey: `${nodeId}.${label}` });
  }
  const field = (of: ParamField, value: JsonValue | undefined, onChange: (value: JsonValue | undefined) => void) => (
    <NumberField
      field={of}
      value={value}
      params={{}}
      nodeId={nodeId}
      isReadOnly={!mayEdit}
      onChange={onChange}
      control={{ id: `${nodeId}-${of.name}`, "aria-describedby": undefined, "aria-invalid": undefined }}
    />
  );
  return (
    <details
      className="group -mx-3.5 mt-1 border-t border-line px-3.5 pt-1"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex h-[30px] list-none items-center gap-1.5 rounded-2 text-xs text-2">
        <Icon icon={ChevronRight} size={12} className="group-open:rotate-90" />
        Errors, retries, time, cache
        <span className="ml-auto text-3 group-open:hidden">
          {policies.find(({ value }) => value === onError.policy)?.label}
        </span>
      </summary>
      <div className="grid gap-2.5 pt-1.5">
        <Row label="In a run" htmlFor={`${nodeId}-standing`}>
          <Select
            id={`${nodeId}-standing`}
            size="sm"
            className="w-full"
            isDisabled={!mayEdit}
            value={disabled === true ? "muted" : (disabled ?? "runs")}
            options={mayBypass ? standings : standings.filter(({ value }) => value !== "bypass")}
            onChange={(standing) => change({ disabled: disabledOf(standing) }, "Mute, bypass or take back in")}
          />
        </Row>
        <Row label="Reuse results" htmlFor={`${nodeId}-cache`}>
          <Switch
            id={`${nodeId}-cache`}
            isOn={cache !== "off"}
            isDisabled={!mayEdit}
            onChange={(isOn) => change({ cache: isOn ? undefined : "off" }, "Turn the cache off or on")}
          />
        </Row>
        <Row label="On error" htmlFor={`${nodeId}-policy`}>
          <Select
            id={`${nodeId}-policy`}
            size="sm"
            className="w-full"
            isDisabled={!mayEdit}
            value={onError.policy}
            options={policies}
            onChange={(policy) => change({ onError: policyOf(policy) }, "Change what happens on an error")}
          />
        </Row>
        {onError.policy === "default" && (
          <Row label="Defaults" htmlFor={`${nodeId}-defaults`}>
            <JsonField
              field={{ ...number, name: "defaults", title: "Defaults", widget: "json" }}
              value={onError.outputs}
              params={{}}
              nodeId={nodeId}
              isReadOnly={!mayEdit}
              control={{ id: `${nodeId}-defaults`, "aria-describedby": undefined, "aria-invalid": undefined }}
              onChange={(outputs) => {
                const isRecord = typeof outputs === "object" && outputs !== null && !Array.isArray(outputs);
                change({ onError: { policy: "default", outputs: isRecord ? outputs : {} } }, "Change the defaults");
              }}
            />
          </Row>
        )}
        <Row label="Retries" htmlFor={`${nodeId}-attempts`}>
          {field(attempts, retry?.attempts ?? 0, (value) => {
            const wanted = typeof value === "number" ? Math.min(10, Math.max(0, Math.round(value))) : 0;
            change(
              { retry: wanted === 0 ? undefined : { attempts: wanted, delayMs: retry?.delayMs ?? 1_000 } },
              "Change retries",
            );
          })}
        </Row>
        {retry && (
          <Row label="First wait" htmlFor={`${nodeId}-delay`}>
            {field(delay, retry.delayMs / 1_000, (value) => {
              const delayMs = Math.min(
                600_000,
                Math.max(0, Math.round((typeof value === "number" ? value : 1) * 1_000)),
              );
              change({ retry: { ...retry, delayMs } }, "Change retries");
            })}
          </Row>
        )}
        <Row label="Time limit" htmlFor={`${nodeId}-timeout`}>
          {field(limit, timeoutMs === undefined ? null : timeoutMs / 1_000, (value) => {
            const wanted =
              typeof value === "number" && value > 0 ? Math.min(86_400_000, Math.ceil(value * 1_000)) : undefined;
            change({ timeoutMs: wanted }, "Change the time limit");
          })}
        </Row>
      </div>
    </details>
  );
}

function isPlain({ onError, retry, timeoutMs, disabled, cache }: GraphNode): boolean {
  return (onError?.policy ?? "fail") === "fail" && !retry && timeoutMs === undefined && !disabled && !cache;
}

function policyOf(policy: OnError["policy"]): OnError | undefined {
  if (policy === "fail") return undefined;
  return policy === "default" ? { policy, outputs: {} } : { policy };
}

function Row({ label, htmlFor, children }: { label: string; htmlFor: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[92px_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={htmlFor} className="text-xs text-2">
        {label}
      </label>
      {children}
    </div>
  );
}
