import { setImmediate as nextTurn } from "node:timers/promises";
import type { RecordedFlow, RecordedList, RecordedValue, ValuePreview } from "#graph/recorded-values";
import type { Flow, FlowList, Value } from "#graph/values";
import { isFlowList } from "#graph/values";
import type { Codecs, StoredBytes, StoredValue } from "./encode-value.ts";
import { encodeValue } from "./encode-value.ts";
import { LIST_MEDIA_TYPE, packList } from "./packed-list.ts";
import type { PutArtifact } from "./preview-value.ts";
import { previewValue } from "./preview-value.ts";

const MAX_LIST_RECORDS = 100;
/** What the records of one flow's items may add to an event; an event is a row that browsers read. */
const MAX_LIST_BYTES = 65_536;
/** About what a record takes beside the value in it. */
const RECORD_BYTES = 200;

/** From here on a look at all elements takes longer than a turn of the event loop does. */
const LARGE_BYTES = 16_384;

type Recorded = { record: RecordedValue | Promise<RecordedValue>; sizeBytes: number };
export type Recorder = (flow: Flow) => RecordedFlow | Promise<RecordedFlow>;

/**
 * Makes the function that turns what flowed into its record: small plain values at once, everything else after its bytes
 * and its preview are stored. A value that passes several ports is recorded once.
 *
 * @throws NodeError (or rejects with it) "not-serialisable", and what the codecs throw for a value that turns out broken
 */
export function createRecorder({ images, tables, putArtifact }: Codecs & { putArtifact: PutArtifact }): Recorder {
  const codecs = { images, tables };
  const known = new WeakMap<object, { kind: Value["kind"] } & Recorded>();

  function record(flow: Flow): RecordedFlow | Promise<RecordedFlow> {
    if (!isFlowList(flow)) return recordValue(flow).record;
    const budget = { bytesLeft: MAX_LIST_BYTES, isCut: false };
    const list = recordList(flow, budget);
    if (!budget.isCut) return list;
    return Promise.all([list, storeWhole(flow)]).then(([recorded, whole]) => ({ ...recorded, whole }));
  }

  async function storeWhole(flow: FlowList) {
    return putArtifact(await packList(flow, codecs), LIST_MEDIA_TYPE);
  }

  function recordList(
    flow: FlowList,
    budget: { bytesLeft: number; isCut: boolean },
  ): RecordedList | Promise<RecordedList> {
    const items: (RecordedFlow | Promise<RecordedFlow> | null)[] = [];
    let isPending = false;
    for (const item of flow.items) {
      if (items.length === MAX_LIST_RECORDS || budget.bytesLeft <= 0) {
        budget.isCut = true;
        break;
      }
      const recorded = item === undefined ? null : recordItem(item, budget);
      isPending ||= recorded instanceof Promise;
      items.push(recorded);
    }
    const count = flow.items.length;
    if (!isPending) return { count, items: items as (RecordedFlow | null)[] };
    return Promise.all(items.map(async (item) => item)).then((settled) => ({ count, items: settled }));
  }

  function recordItem(item: Flow, budget: { bytesLeft: number; isCut: boolean }): RecordedFlow | Promise<RecordedFlow> {
    if (isFlowList(item)) {
      budget.bytesLeft -= RECORD_BYTES;
      return recordList(item, budget);
    }
    const { record: recorded, sizeBytes } = recordValue(item);
    budget.bytesLeft -= RECORD_BYTES + sizeBytes;
    return recorded;
  }

  function recordValue(value: Value): Recorded {
    if (value.kind === "number" && Number.isFinite(value.value) && value.value !== 0) {
      // What most trivial nodes give; the general way costs several times as much.
      const { value: number } = value;
      return { record: { kind: "number", preview: { kind: "number", value: number }, inline: number }, sizeBytes: 8 };
    }
    const shared = typeof value.value === "object" ? value.value : null;
    const earlier = shared === null ? undefined : known.get(shared);
    if (earlier?.kind === value.kind) return earlier;
    const stored = encodeValue(value, codecs);
    const recorded =
      "inline" in stored ? showInline(value, stored) : { record: storeValue(value, stored), sizeBytes: RECORD_BYTES };
    if (shared !== null) {
      known.set(shared, { kind: value.kind, ...recorded });
      if (recorded.record instanceof Promise) recorded.record.catch(() => known.delete(shared));
    }
    return recorded;
  }

  /** What is small enough to be inline is shown without a codec. */
  function showInline(value: Value, { inline, sizeBytes, json }: Extract<StoredValue, { inline: unknown }>) {
    const preview = previewValue(value, { codecs, putArtifact, json }) as ValuePreview;
    return { record: { kind: value.kind, preview, inline }, sizeBytes };
  }

  async function storeValue(value: Value, storing: StoredBytes | Promise<StoredBytes>): Promise<RecordedValue> {
    const { pieces, mediaType, json } = await storing;
    // After this turn: the model that the value goes to is called first, and computes while this looks at the numbers.
    if (sizeOf(pieces) >= LARGE_BYTES) await nextTurn();
    const artifact = await putArtifact(pieces, mediaType);
    const preview = await previewValue(value, { codecs, putArtifact, json, artifact });
    return { kind: value.kind, preview, artifact };
  }

  return record;
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
