import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { definitions, NodeType } from "./definitions.ts";
import { runClassifyImage } from "./classify-image/run.ts";
import { runCollect } from "./collect/run.ts";
import { runCountByLabel } from "./count-by-label/run.ts";
import { runCropDetections } from "./crop-detections/run.ts";
import { runCropImage } from "./crop-image/run.ts";
import { runDetectObjects } from "./detect-objects/run.ts";
import { runDrawDetections } from "./draw-detections/run.ts";
import { runDrawMask } from "./draw-mask/run.ts";
import { runEvaluate } from "./evaluate/run.ts";
import { runFail } from "./fail/run.ts";
import { runFilterDetections } from "./filter-detections/run.ts";
import { runFilterRows } from "./filter-rows/run.ts";
import { runFlatten } from "./flatten/run.ts";
import { runHttpRequest } from "./http-request/run.ts";
import { runIf } from "./if/run.ts";
import { runImageToTensor } from "./image-to-tensor/run.ts";
import { runLoadImage } from "./load-image/run.ts";
import { runMerge } from "./merge/run.ts";
import { runPredictTable } from "./predict-table/run.ts";
import { runReadTable } from "./read-table/run.ts";
import { runRepeatUntil } from "./repeat-until/run.ts";
import { runResizeImage } from "./resize-image/run.ts";
import { runRunModel } from "./run-model/run.ts";
import { runRunWorkflow } from "./run-workflow/run.ts";
import { runSegmentImage } from "./segment-image/run.ts";
import { runSoftmaxTopK } from "./softmax-top-k/run.ts";
import { runSummariseTable } from "./summarise-table/run.ts";
import { runSwitch } from "./switch/run.ts";
import { runTensorToImage } from "./tensor-to-image/run.ts";
import { runTextTemplate } from "./text-template/run.ts";
import { runWaitForApproval } from "./wait-for-approval/run.ts";
import { runWaitUntil } from "./wait-until/run.ts";
import { runWorkflowInput } from "./workflow-input/run.ts";
import { runWorkflowOutput } from "./workflow-output/run.ts";
import { runWriteTable } from "./write-table/run.ts";

/** The Node-only half of each node type. One that is forgotten, or whose ports do not fit its definition, does not compile. */
export const runners = {
  "classify-image": runClassifyImage,
  collect: runCollect,
  "count-by-label": runCountByLabel,
  "crop-detections": runCropDetections,
  "crop-image": runCropImage,
  "detect-objects": runDetectObjects,
  "draw-detections": runDrawDetections,
  "draw-mask": runDrawMask,
  evaluate: runEvaluate,
  fail: runFail,
  "filter-detections": runFilterDetections,
  "filter-rows": runFilterRows,
  flatten: runFlatten,
  "http-request": runHttpRequest,
  if: runIf,
  "image-to-tensor": runImageToTensor,
  "load-image": runLoadImage,
  merge: runMerge,
  "predict-table": runPredictTable,
  "read-table": runReadTable,
  "repeat-until": runRepeatUntil,
  "resize-image": runResizeImage,
  "run-model": runRunModel,
  "run-workflow": runRunWorkflow,
  "segment-image": runSegmentImage,
  "softmax-top-k": runSoftmaxTopK,
  "summarise-table": runSummariseTable,
  switch: runSwitch,
  "tensor-to-image": runTensorToImage,
  "text-template": runTextTemplate,
  "wait-for-approval": runWaitForApproval,
  "wait-until": runWaitUntil,
  "workflow-input": runWorkflowInput,
  "workflow-output": runWorkflowOutput,
  "write-table": runWriteTable,
} satisfies { [T in NodeType]: NodeRunner<(typeof definitions)[T]> };
