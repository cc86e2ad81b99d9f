import type { ImageCodec } from "#graph/node-runner";
import type { ArtifactRef, ValuePreview } from "#graph/recorded-values";
import type { ImageValue } from "#graph/values";
import type { PutArtifact } from "./preview-value.ts";

export const MAX_THUMBNAIL_PX = 320;

/** A small picture that browsers show is its own thumbnail; else one is made, WebP. */
export async function previewImage(
  image: ImageValue,
  {
    images,
    putArtifact,
    artifact,
  }: { images: ImageCodec; putArtifact: PutArtifact; artifact?: ArtifactRef | undefined },
): Promise<ValuePreview> {
  const { width, height, channels } = image;
  const isSmall = Math.max(width, height) <= MAX_THUMBNAIL_PX;
  if (isSmall && artifact && /^image\/(png|webp)$/.test(artifact.mediaType)) {
    return { kind: "image", width, height, channels, thumbnail: artifact };
  }
  const small = isSmall ? image : await images.resize(image, { ...thumbnailSize(image), kernel: "area" });
  const thumbnail = await putArtifact([await images.encode(small, "webp")], "image/webp");
  return { kind: "image", width, height, channels, thumbnail };
}

/** The size within `MAX_THUMBNAIL_PX`, proportions kept, at least one pixel; never larger than the original. */
export function thumbnailSize({ width, height }: { width: number; height: number }) {
  const scale = Math.min(1, MAX_THUMBNAIL_PX / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
