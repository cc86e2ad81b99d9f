import type { ValueProps } from "./value-props.ts";

/** How loud a sound is over its time. */
export function Peaks({ preview: { durationS, peaks } }: { preview: ValueProps<"audio">["preview"] }) {
  return (
    <svg
      role="img"
      aria-label={`Waveform of ${durationS.toFixed(1)} s`}
      viewBox={`0 -1 ${Math.max(1, peaks.length)} 2`}
      preserveAspectRatio="none"
      className="block h-8 w-full text-2"
    >
      {peaks.map((peak, index) => (
        <rect
          key={index}
          x={index + 0.15}
          y={-peak}
          width={0.7}
          height={Math.max(0.02, peak * 2)}
          fill="currentColor"
        />
      ))}
    </svg>
  );
}
