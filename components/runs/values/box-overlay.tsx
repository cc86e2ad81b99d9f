import { inkOn, labelHue, parseColour } from "#nodes/label-hues";
import type { Detection } from "#graph/values";

const MAX_LABEL_CHARACTERS = 24;

/** A box in the colour of its class. `unitPx`: pixels of the picture that are about one on the screen. */
export function Box({
  item,
  unitPx,
  hasLabel,
  isDim,
}: {
  item: Detection;
  unitPx: number;
  hasLabel: boolean;
  isDim: boolean;
}) {
  const colour = labelHue(item.classIndex);
  const words = `${item.label.slice(0, MAX_LABEL_CHARACTERS)} ${item.score.toFixed(2)}`;
  const heightPx = 14 * unitPx;
  const top = item.y >= heightPx ? item.y - heightPx : item.y;
  return (
    <g opacity={isDim ? 0.25 : 1}>
      <rect
        x={item.x}
        y={item.y}
        width={Math.max(0, item.width)}
        height={Math.max(0, item.height)}
        fill="none"
        stroke={colour}
        strokeWidth={1.75}
        vectorEffect="non-scaling-stroke"
      />
      {hasLabel && (
        <>
          <rect x={item.x} y={top} width={(words.length * 5.9 + 8) * unitPx} height={heightPx} fill={colour} />
          <text
            x={item.x + 4 * unitPx}
            y={top + 10.5 * unitPx}
            fontSize={10.5 * unitPx}
            fontWeight={600}
            fill={`rgb(${inkOn(parseColour(colour)).join(" ")})`}
          >
            {words}
          </text>
        </>
      )}
    </g>
  );
}
