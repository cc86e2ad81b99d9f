import { CopyButton } from "#components/ui/copy-button";
import { ruleOutBatching } from "#graph/batching-verdict";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatCount } from "../ui/format-number.ts";
import { Card } from "./card";
import { type ModelVersion, readModelCard, taskWords } from "./model-data.ts";

/** What was read from the file, and what its card says. */
export function FactsCard({ version }: { version: ModelVersion }) {
  const { summary, hash, sizeBytes } = version;
  const card = readModelCard(version.card);
  const facts: [name: string, value: React.ReactNode][] = [
    ["Task", card.task && taskWords(card.task)],
    ["Labels", card.labels && describeLabels(card.labels)],
    ["Parameters", formatCount(summary.parameterCount)],
    ["Weights", formatBytes(summary.parameterBytes)],
    ["File", formatBytes(sizeBytes)],
    [
      "Opset",
      summary.opset
        .map(({ domain, version: opset }) => (domain && domain !== "ai.onnx" ? `${domain} ${opset}` : String(opset)))
        .join(", "),
    ],
    ["IR version", String(summary.irVersion)],
    ["Producer", summary.producer],
    ["Batches", describeBatching(version)],
    [
      card.metric?.name ?? "Metric",
      card.metric && `${formatMetric(card.metric.value)}${card.metric.held_out ? ` on ${card.metric.held_out}` : ""}`,
    ],
    ["Before it", card.preprocessing],
    ["After it", card.postprocessing],
    ["Data", card.data?.source],
    ["Licence", card.data?.licence],
    ...Object.entries(summary.metadata).slice(0, 12),
  ];
  return (
    <Card title="Facts">
      <dl className="text-xs">
        {facts.map(([name, value], index) =>
          value ? (
            <div key={index} className="grid grid-cols-[96px_minmax(0,1fr)] gap-2 border-t border-line py-[5px]">
              <dt className="wrap-anywhere text-3">{name}</dt>
              <dd className="line-clamp-6 wrap-anywhere tabular-nums">{value}</dd>
            </div>
          ) : null,
        )}
        <div className="grid grid-cols-[96px_minmax(0,1fr)_auto] items-center gap-2 border-t border-line pt-1">
          <dt className="text-3">SHA-256</dt>
          <dd className="mono truncate" title={hash}>
            {hash}
          </dd>
          <dd>
            <CopyButton label="Copy the SHA-256" text={hash} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}

/** What its shapes say, and what a worker found out by trying whether its rows are independent. */
function describeBatching({ summary, batching }: Pick<ModelVersion, "summary" | "batching">): string {
  const ruledOut = ruleOutBatching(summary);
  if (ruledOut) return `No. ${ruledOut.why}`;
  if (batching?.isBatched === true) return "Its rows are independent: calls that wait are computed together.";
  if (batching?.isBatched === false) return `No. ${batching.why}`;
  if (batching) return "Once the first calls have told whether its rows are independent.";
  return "Not tried yet: a worker will find out whether its rows are independent.";
}

function formatMetric(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 3 });
}

function describeLabels(labels: readonly string[]): string {
  const shown = labels.slice(0, 12).join(", ");
  return labels.length > 12 ? `${shown} and ${formatCount(labels.length - 12)} others` : shown;
}
