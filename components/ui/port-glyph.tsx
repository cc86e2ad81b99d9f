import { type Kind, type KindFamily, kindFamilies } from "#graph/kinds";
import { classes } from "./classes.ts";

export type PortState = "connected" | "open" | "list";

/** Which port shape a kind has; `any` shares the circle, in grey. */
const familyOf = new Map<string, KindFamily>(
  Object.entries(kindFamilies).flatMap(([family, members]) =>
    members.map((kind): [string, KindFamily] => [kind, family as KindFamily]),
  ),
);

/**
 * The shape of a port in its kind's colour. Connected is filled, open is hollow, a core with an outline carries a list.
 * `--port-back` is the surface it lies on (the node's, unless set).
 */
export function PortGlyph({
  kind,
  state = "connected",
  size = 14,
  className,
}: {
  kind: Kind | "any";
  state?: PortState;
  size?: number;
  className?: string;
}) {
  const Shape = shapes[familyOf.get(kind) ?? "value"];
  return (
    <svg
      aria-hidden
      data-kind={kind}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      strokeLinejoin="round"
      className={classes("shrink-0 overflow-visible text-kind", className)}
    >
      <Shape state={state} />
    </svg>
  );
}

const back = "var(--port-back, var(--surface-node))";
const halo = { fill: back, stroke: back, strokeWidth: 3 };
const core = { fill: "currentColor" };
const hollow = { fill: back, stroke: "currentColor", strokeWidth: 1.75 };
const outline = { fill: back, stroke: "currentColor", strokeWidth: 1.25 };

function pathShape(full: string, open: string, ring: string, inner: string) {
  return function PathShape({ state }: { state: PortState }) {
    if (state === "open") return <path d={open} {...hollow} />;
    return (
      <>
        <path d={state === "list" ? ring : full} {...(state === "list" ? outline : halo)} />
        <path d={state === "list" ? inner : full} {...core} />
      </>
    );
  };
}

function rectangle(x: number, y: number, radius: number): string {
  const [width, height] = [14 - 2 * x, 14 - 2 * y];
  const corner = `a${radius} ${radius} 0 0 1`;
  return (
    `M${x + radius} ${y}h${width - 2 * radius}${corner} ${radius} ${radius}v${height - 2 * radius}${corner} ${-radius} ${radius}` +
    `h${-(width - 2 * radius)}${corner} ${-radius} ${-radius}v${-(height - 2 * radius)}${corner} ${radius} ${-radius}Z`
  );
}

function circle(radius: number): string {
  return `M${7 - radius} 7a${radius} ${radius} 0 1 1 ${2 * radius} 0a${radius} ${radius} 0 1 1 ${-2 * radius} 0Z`;
}

const shapes: Record<KindFamily, (props: { state: PortState }) => React.ReactNode> = {
  value: pathShape(circle(4.5), circle(4.05), circle(5.6), circle(3.1)),
  media: pathShape(
    rectangle(2.75, 2.75, 1.25),
    rectangle(3.2, 3.2, 1),
    rectangle(1.9, 1.9, 1.5),
    rectangle(4.11, 4.11, 0.85),
  ),
  array: pathShape(
    rectangle(4.5, 1.75, 1.25),
    rectangle(4.9, 2.2, 1),
    rectangle(4, 0.91, 1.25),
    rectangle(5.3, 3.43, 1.25),
  ),
  finding: pathShape(
    "M7 1.5 12.5 7 7 12.5 1.5 7Z",
    "M7 2.05 11.95 7 7 11.95 2.05 7Z",
    "M7 .62 13.38 7 7 13.38 .62 7Z",
    "M7 3.26 10.74 7 7 10.74 3.26 7Z",
  ),
  thing: pathShape(
    "M3.25 2 12 7 3.25 12Z",
    "M3.8 2.9 11 7 3.8 11.1Z",
    "M2.5 .8 13.3 7 2.5 13.2Z",
    "M4.6 4.3 9.4 7 4.6 9.7Z",
  ),
};
