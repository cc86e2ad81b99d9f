import { Badge } from "#components/ui/badge";
import { PortGlyph } from "#components/ui/port-glyph";
import type { ModelVersion } from "./model-data.ts";
import { Card } from "./card";

type Signature = ModelVersion["summary"]["inputs"][number];

/** The tensors that a model takes and gives, dimension by dimension. */
export function PortsCard({ summary }: { summary: Pick<ModelVersion["summary"], "inputs" | "outputs"> }) {
  return (
    <Card title="Ports">
      <Ports title="Inputs" ports={summary.inputs} />
      <Ports title="Outputs" ports={summary.outputs} />
    </Card>
  );
}

function Ports({ title, ports }: { title: string; ports: readonly Signature[] }) {
  return (
    <>
      <h3 className="pb-1 pt-1 text-2xs font-medium text-3">{title}</h3>
      <ul className="mb-1.5">
        {ports.map((port, index) => (
          <li
            key={index}
            className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 border-t border-line py-1.5"
          >
            <PortGlyph kind="tensor" />
            <span className="min-w-24 flex-1 font-medium wrap-anywhere">{port.name}</span>
            <Badge className="mono">{port.dtype}</Badge>
            <Dims shape={port.shape} />
          </li>
        ))}
        {ports.length === 0 && <li className="border-t border-line py-2 text-xs text-3">None</li>}
      </ul>
    </>
  );
}

function Dims({ shape }: { shape: Signature["shape"] }) {
  const words = shape.length === 0 ? "one number" : shape.map((dim) => dim ?? "any").join(" × ");
  return (
    <span role="img" aria-label={`Shape ${words}`} className="flex flex-wrap items-center gap-1">
      {shape.length === 0 && <Badge>scalar</Badge>}
      {shape.map((dim, index) => (
        <span key={index} className="contents">
          {index > 0 && <span className="text-3">×</span>}
          <Badge className={`mono min-w-7 justify-center ${typeof dim === "number" ? "text-1" : ""}`}>
            {dim ?? "?"}
          </Badge>
        </span>
      ))}
    </span>
  );
}
