import { PortGlyph } from "#components/ui/port-glyph";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import { listBadge } from "../editor/running/run-words.ts";
import { depthOf, leafKindOf } from "./recorded-shape.ts";
import { ValuePreview } from "./value-preview";
import { ValueAt } from "./values/large/value-place";

/** One port and the value that went through it. */
export function PortValue({
  label,
  name,
  note,
  record,
  overImage,
  action,
}: {
  label: string;
  /** What the address calls the value: the step that gave it and its port. */
  name?: string | undefined;
  /** What stands beside the name instead of the kind: "from Resize". */
  note?: string | undefined;
  record: RecordedFlow | undefined;
  overImage?: RecordedFlow | undefined;
  /** A button at the end of the line with the name. */
  action?: React.ReactNode;
}) {
  const kind = record && leafKindOf(record);
  const badge = record ? listBadge(depthOf(record), record) : "";
  return (
    <section aria-label={label} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="flex min-h-6 items-center gap-1.5 text-xs [--port-back:var(--surface-panel)]">
        <PortGlyph kind={kind ?? "any"} state={!record ? "open" : isRecordedList(record) ? "list" : "connected"} />
        {label}
        <span className="mono font-normal text-3">
          {kind} {badge}
        </span>
        {note && <span className="ml-auto truncate font-normal text-3">{note}</span>}
        {action && <span className="ml-auto">{action}</span>}
      </h3>
      {record ? (
        <ValueAt place={name === undefined ? null : { name, path: [] }}>
          <ValuePreview record={record} size="panel" overImage={overImage} />
        </ValueAt>
      ) : (
        <p className="text-xs text-3">Nothing went through this port.</p>
      )}
    </section>
  );
}
