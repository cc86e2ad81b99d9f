import type { Kind } from "../../graph/kinds.ts";
import { isRecordedList } from "../../graph/recorded-values.ts";
import type { Tolerance } from "../../graph/tolerances.ts";
import { kindOfRecord } from "../../graph/tolerances.ts";
import type { ExpectedOutputs } from "../db/schema/workflow-tests.ts";

/** An output that a test looks at; the kind of a list without items is unknown. */
export type TestedOutput = { name: string; kind: Kind | null; isList: boolean; tolerance: Tolerance };

export function testedOutput(name: string, { record, tolerance }: ExpectedOutputs[string]): TestedOutput {
  return { name, kind: kindOfRecord(record), isList: isRecordedList(record), tolerance };
}
