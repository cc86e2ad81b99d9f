"use client";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import type { TextDifference } from "#graph/value-differences";
import { ContentFailed, ContentLoading } from "../../runs/values/content-state";
import { formatPercent } from "../../runs/values/format-fraction.ts";
import { useText } from "../../runs/values/use-text.ts";
import { TextDiff } from "../../runs/values/viewers";
import { formatQuantity } from "../../ui/format-number.ts";
import type { DifferenceProps } from "../difference-view";

type Props = DifferenceProps & { difference: TextDifference };

export function TextValueDiff({ difference, a, b }: Props) {
  if (isRecordedList(a) || isRecordedList(b)) return null;
  return <Loaded difference={difference} a={a} b={b} />;
}

type Single = Exclude<RecordedFlow, { items: unknown }>;

function Loaded({ difference, a, b }: { difference: TextDifference; a: Single; b: Single }) {
  const [before, after] = [useText(a), useText(b)];
  const error = before.error ?? after.error;
  const { edits, isBound, similarity } = difference;
  return (
    <>
      <p className="text-xs tabular-nums text-2">
        {isBound && "At most "}
        {formatQuantity(edits, "character")} put in, taken out or replaced; {formatPercent(similarity)} alike.
      </p>
      {error ? (
        <ContentFailed label="text" error={error} onRetry={before.error ? before.retry : after.retry} />
      ) : before.isCut || after.isCut ? (
        <p className="text-xs text-2">The texts are too long to be shown beside each other. Download both.</p>
      ) : before.isWhole && after.isWhole ? (
        <TextDiff before={before.text} after={after.text} label="Lines that differ" maxHeightPx={480} />
      ) : (
        <ContentLoading label="the texts" />
      )}
    </>
  );
}
