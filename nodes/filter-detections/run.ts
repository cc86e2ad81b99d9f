import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { Detection } from "#graph/values";
import type { filterDetections } from "./definition.ts";

export const runFilterDetections: NodeRunner<typeof filterDetections> = ({ inputs: { detections }, params }) => {
  const { width, height, items } = detections;
  const labels = new Set(params.labels.map(fold));
  const passes = (item: Detection) => {
    const area = item.width * item.height;
    const x = (item.x + item.width / 2) / width;
    const y = (item.y + item.height / 2) / height;
    return (
      (labels.size === 0 || labels.has(fold(item.label))) &&
      item.score >= params.minScore &&
      area >= params.minArea &&
      (params.maxArea === 0 || area <= params.maxArea) &&
      x >= params.left &&
      x <= params.right &&
      y >= params.top &&
      y <= params.bottom
    );
  };
  const kept = items.filter(passes);
  const dropped = items.filter((item) => !kept.includes(item));
  return { kept: { width, height, items: kept }, dropped: { width, height, items: dropped }, count: kept.length };
};

function fold(label: string): string {
  return label.trim().toLowerCase();
}
