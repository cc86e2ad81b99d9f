import { formatCount } from "../../ui/format-number.ts";
import { Peaks } from "./peaks";
import type { ValueProps } from "./value-props.ts";
import { CloseAudio } from "./viewers";

/** A sound: on a node its loudness over time, in a panel to be played and looked at. */
export function AudioValue(props: ValueProps<"audio">) {
  const { preview, record, size } = props;
  const { sampleRate, durationS, channels } = preview;
  const facts = (
    <p className="tabular-nums text-2">
      {durationS.toFixed(1)} s, {formatCount(sampleRate)} Hz, {channels === 1 ? "mono" : `${channels} channels`}
    </p>
  );
  if (size === "node") {
    return (
      <div className="grid gap-1 px-2 py-1.5 text-2xs">
        <Peaks preview={preview} />
        {facts}
      </div>
    );
  }
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 text-xs">
      {"artifact" in record ? <CloseAudio {...props} size={size} /> : <Peaks preview={preview} />}
      {facts}
    </div>
  );
}
