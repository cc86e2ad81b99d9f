import { z } from "zod";
import type { RouterOutputs } from "#components/trpc";
import type { Kind } from "#graph/kinds";

export type ModelRow = RouterOutputs["models"]["list"][number];
export type Model = RouterOutputs["models"]["get"];
export type ModelVersion = Model["versions"][number];

const text = z.string().optional().catch(undefined);
const modelCardSchema = z.object({
  title: text,
  task: text,
  labels: z.array(z.string()).optional().catch(undefined),
  preprocessing: text,
  postprocessing: text,
  model: text,
  metric: z.object({ name: z.string(), value: z.number(), held_out: text }).optional().catch(undefined),
  data: z.object({ source: text, licence: text }).optional().catch(undefined),
});
export type ModelCard = z.output<typeof modelCardSchema>;

/** What a model's card says, as far as it is in the form that we know; cards come from anywhere. */
export function readModelCard(card: unknown): ModelCard {
  return modelCardSchema.catch({}).parse(card ?? {});
}

const taskKinds: Record<string, [from: Kind, to: Kind]> = {
  "object-detection": ["image", "detections"],
  "image-classification": ["image", "classification"],
  "image-segmentation": ["image", "mask"],
  "semantic-segmentation": ["image", "mask"],
  "image-embedding": ["image", "embedding"],
  "text-classification": ["text", "classification"],
  "tabular-classification": ["table", "classification"],
  "tabular-regression": ["table", "number"],
  "anomaly-detection": ["table", "number"],
  "audio-classification": ["audio", "classification"],
  "speech-recognition": ["audio", "text"],
  "optical-character-recognition": ["image", "text"],
};

/** What goes in and what comes out of a task, as kinds; tensors where it is not known. */
export function kindsOfTask(task: string | undefined): [from: Kind, to: Kind] {
  return (task !== undefined && taskKinds[task]) || ["tensor", "tensor"];
}

/** "object-detection" as people say it. */
export function taskWords(task: string): string {
  const words = task.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
