import type { RouterOutputs } from "#components/trpc";

export type TemplateRow = RouterOutputs["templates"]["list"][number];
export type Template = RouterOutputs["templates"]["get"];
