import type { NodeLibrary } from "#graph/define-node";
import { classifyImage } from "./classify-image/definition.ts";
import { collect } from "./collect/definition.ts";
import { countByLabel } from "./count-by-label/definition.ts";
import { cropDetections } from "./crop-detections/definition.ts";
import { cropImage } from "./crop-image/definition.ts";
import { detectObjects } from "./detect-objects/definition.ts";
import { drawDetections } from "./draw-detections/definition.ts";
import { drawMask } from "./draw-mask/definition.ts";
import { evaluate } from "./evaluate/definition.ts";
import { fail } from "./fail/definition.ts";
import { filterDetections } from "./filter-detections/definition.ts";
import { filterRows } from "./filter-rows/definition.ts";
import { flatten } from "./flatten/definition.ts";
import { httpRequest } from "./http-request/definition.ts";
import { ifNode } from "./if/definition.ts";
import { imageToTensor } from "./image-to-tensor/definition.ts";
import { loadImage } from "./load-image/definition.ts";
import { merge } from "./merge/definition.ts";
import { predictTable } from "./predict-table/definition.ts";
import { readTable } from "./read-table/definition.ts";
import { repeatUntil } from "./repeat-until/definition.ts";
import { resizeImage } from "./resize-image/definition.ts";
import { runModel } from "./run-model/definition.ts";
import { runWorkflow } from "./run-workflow/definition.ts";
import { segmentImage } from "./segment-image/definition.ts";
import { softmaxTopK } from "./softmax-top-k/definition.ts";
import { summariseTable } from "./summarise-table/definition.ts";
import { switchNode } from "./switch/definition.ts";
import { tensorToImage } from "./tensor-to-image/definition.ts";
import { textTemplate } from "./text-template/definition.ts";
import { waitForApproval } from "./wait-for-approval/definition.ts";
import { waitUntil } from "./wait-until/definition.ts";
import { workflowInput } from "./workflow-input/definition.ts";
import { workflowOutput } from "./workflow-output/definition.ts";
import { writeTable } from "./write-table/definition.ts";

/** The node library as the browser may see it: every node type under its name. */
export const definitions = {
  [classifyImage.type]: classifyImage,
  [collect.type]: collect,
  [countByLabel.type]: countByLabel,
  [cropDetections.type]: cropDetections,
  [cropImage.type]: cropImage,
  [detectObjects.type]: detectObjects,
  [drawDetections.type]: drawDetections,
  [drawMask.type]: drawMask,
  [evaluate.type]: evaluate,
  [fail.type]: fail,
  [filterDetections.type]: filterDetections,
  [filterRows.type]: filterRows,
  [flatten.type]: flatten,
  [httpRequest.type]: httpRequest,
  [ifNode.type]: ifNode,
  [imageToTensor.type]: imageToTensor,
  [loadImage.type]: loadImage,
  [merge.type]: merge,
  [predictTable.type]: predictTable,
  [readTable.type]: readTable,
  [repeatUntil.type]: repeatUntil,
  [resizeImage.type]: resizeImage,
  [runModel.type]: runModel,
  [runWorkflow.type]: runWorkflow,
  [segmentImage.type]: segmentImage,
  [softmaxTopK.type]: softmaxTopK,
  [summariseTable.type]: summariseTable,
  [switchNode.type]: switchNode,
  [tensorToImage.type]: tensorToImage,
  [textTemplate.type]: textTemplate,
  [waitForApproval.type]: waitForApproval,
  [waitUntil.type]: waitUntil,
  [workflowInput.type]: workflowInput,
  [workflowOutput.type]: workflowOutput,
  [writeTable.type]: writeTable,
} satisfies NodeLibrary;

export type NodeType = keyof typeof definitions;
