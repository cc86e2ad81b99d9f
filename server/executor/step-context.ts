import type { NodeContext } from "#graph/node-runner";
import type { ExecutorHost } from "./executor-host.ts";

/** Ten a second: as often as a person sees, however often a runner reports. */
const PROGRESS_EVERY_MS = 100;
const MAX_LOG_CHARACTERS = 10_000;
const MAX_LOG_LINES = 1_000;

/** What the contexts of a step's calls share: where reports go, and what was learnt on the way. */
export type StepReports = {
  host: ExecutorHost;
  nodeId: string;
  emit: ExecutorHost["emit"];
  clock: () => number;
  /** False once the step has ended: a runner that goes on after its time limit is heard no more. */
  isOpen: () => boolean;
  /** Whether runners report progress themselves; a lifted step counts its items instead. */
  takesProgress: boolean;
  progressAt: number;
  logLines: number;
  device: string | undefined;
};

/** What one attempt of a step hands to its runner. */
export function createContext(reports: StepReports, signal: AbortSignal): NodeContext {
  const { host } = reports;
  const { models, images, tables, sandbox, files } = host.services;
  return {
    signal,
    progress: (done, total) => {
      if (reports.takesProgress && reports.isOpen()) reportProgress(reports, { done, total });
    },
    log: (message) => {
      if (reports.isOpen()) reportLog(reports, message);
    },
    runInput: host.runInput,
    models: {
      open: async (model, options) => {
        const opened = await models.open(model, options);
        reports.device = opened.device;
        return opened;
      },
    },
    images,
    tables,
    sandbox,
    files,
  };
}

export function reportProgress(reports: StepReports, { done, total }: { done: number; total: number }): void {
  const at = reports.clock();
  if (at - reports.progressAt < PROGRESS_EVERY_MS) return;
  reports.progressAt = at;
  reports.emit({ type: "step.progress", nodeId: reports.nodeId, at: Math.floor(at), done, total });
}

function reportLog(reports: StepReports, message: string): void {
  reports.logLines++;
  if (reports.logLines > MAX_LOG_LINES) return;
  const isLast = reports.logLines === MAX_LOG_LINES;
  const line = isLast ? `This step logs more than ${MAX_LOG_LINES} lines; the rest is left out.` : String(message);
  const at = Math.floor(reports.clock());
  reports.emit({ type: "step.log", nodeId: reports.nodeId, at, message: line.slice(0, MAX_LOG_CHARACTERS) });
}
