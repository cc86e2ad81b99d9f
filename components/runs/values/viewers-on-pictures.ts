// One chunk: they share the stage, and a run that has one of them mostly has the picture too.
export { CloseDetections } from "./close-detections.tsx";
export { CloseImage } from "./close-image.tsx";
export { CloseKeypoints } from "./close-keypoints.tsx";
export { CloseMask } from "./close-mask.tsx";
