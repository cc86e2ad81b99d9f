const nodes = [
  { x: 20, y: 88, title: "Pictures", words: "12 images" },
  { x: 150, y: 88, title: "Detect objects", words: "41 objects" },
  { x: 280, y: 30, title: "Count by label", words: "4 rows" },
  { x: 280, y: 146, title: "Draw detections", words: "12 images" },
] as const;
const wires = [
  { kind: "image", d: "M120 106H150" },
  { kind: "detections", d: "M250 106H257q8 0 8 -8V56q0 -8 8 -8H280" },
  { kind: "detections", d: "M250 106H257q8 0 8 8V156q0 8 8 8H280" },
] as const;

/** What the app is about, in its own drawing: four nodes and what came out of each. */
export function PatchPicture() {
  return (
    <svg aria-hidden viewBox="0 0 400 212" className="size-full max-h-dvh px-8">
      {wires.map(({ kind, d }) => (
        <path key={d} data-kind={kind} d={d} fill="none" stroke="var(--kind)" strokeWidth={1.75} />
      ))}
      {nodes.map(({ x, y, title, words }) => (
        <g key={title} transform={`translate(${x} ${y})`}>
          <rect width={100} height={36} rx={5} fill="var(--surface-node)" stroke="var(--border-strong)" />
          <text x={9} y={15.5} fontSize={9.5} fontWeight={620} fill="var(--text)">
            {title}
          </text>
          <text x={9} y={28} fontSize={9} fill="var(--text-2)">
            {words}
          </text>
        </g>
      ))}
    </svg>
  );
}
