import { formatCount } from "../../ui/format-number.ts";
import type { ValueProps } from "./value-props.ts";

/** Its loudness over time. */
export function AudioValue({ preview, size }: ValueProps<"audio">) {
  const { sampleRate, durationS, channels, peaks } = preview;
  return (
    <div className={size === "node" ? "grid gap-1 px-2 py-1.5 text-2xs" : "grid gap-2 text-xs"}>
      <svg
        role="img"
        aria-label={`Waveform of ${durationS.toFixed(1)} s`}
        viewBox={`0 -1 ${Math.max(1, peaks.length)} 2`}
        preserveAspectRatio="none"
        className="block w-full text-2"
        style={{ height: size === "node" ? 32 : 72 }}
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
      <p className="tabular-nums text-2">
        {durationS.toFixed(1)} s, {formatCount(sampleRate)} Hz, {channels === 1 ? "mono" : `${channels} channels`}
      </p>
    </div>
  );
}
