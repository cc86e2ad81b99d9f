export type Metric = {
  name: string;
  help: string;
  type: "counter" | "gauge" | "summary" | "histogram";
  /** Labels as they are written, `{model="wine"}`, with what stands before them where the name has a suffix. */
  rows: readonly (readonly [string, number])[];
};

/** One metric as Prometheus text. */
export function addMetric(lines: string[], { name, help, type, rows }: Metric): void {
  lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
  for (const [labels, value] of rows) lines.push(`${name}${labels} ${value}`);
}
