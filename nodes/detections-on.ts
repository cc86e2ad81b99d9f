import { NodeError } from "#graph/node-runner";
import type { DetectionsValue, ImageValue } from "#graph/values";

/**
 * The boxes in the pixels of this picture. They may come from the same picture in another size: then they are scaled.
 *
 * @throws NodeError "input-mismatch" at "detections" when the proportions differ, because then it is another picture.
 */
export function detectionsOn(
  image: Pick<ImageValue, "width" | "height">,
  detections: DetectionsValue,
): DetectionsValue["items"] {
  const across = image.width / detections.width;
  const down = image.height / detections.height;
  if (across === 1 && down === 1) return detections.items;
  // Rounding a resized picture to whole pixels moves its proportions by up to half a pixel a side.
  const tolerance = 1 / Math.min(image.width, image.height, detections.width, detections.height);
  if (Math.abs(across / down - 1) > tolerance) {
    const message =
      `The boxes were found in a picture of ${detections.width} × ${detections.height} and this one has ` +
      `${image.width} × ${image.height}, other proportions: connect the picture in which they were found.`;
    throw new NodeError("input-mismatch", message, { port: "detections" });
  }
  return detections.items.map((item) => ({
    ...item,
    x: item.x * across,
    y: item.y * down,
    width: item.width * across,
    height: item.height * down,
  }));
}
