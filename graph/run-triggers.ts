/** What started a run. */
export const runTriggers = ["editor", "form", "api", "batch", "replay", "restart", "test", "import"] as const;
export type RunTrigger = (typeof runTriggers)[number];

/** As people read it. */
export const triggerTitles: Record<RunTrigger, string> = {
  editor: "Editor",
  form: "Form",
  api: "API",
  batch: "Batch",
  replay: "Replay",
  restart: "Restart",
  test: "Test",
  import: "Import",
};
