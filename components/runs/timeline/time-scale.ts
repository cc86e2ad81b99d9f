/** A stretch of time, in milliseconds since the epoch. */
export type Span = { fromMs: number; toMs: number };

/** Time in which nothing happened, drawn as a narrow gap. `at` and `width` are shown time. */
export type Fold = { at: number; width: number; durationMs: number };
type Piece = Span & { at: number; width: number };

/**
 * The time that a timeline shows. Shown time counts milliseconds from the beginning, with long idle stretches folded: a run
 * that waits for a person for days, or is retried the next morning, shows its work and not the nights.
 */
export type TimeScale = {
  fromMs: number;
  /** Of shown time, above 0. */
  length: number;
  folds: readonly Fold[];
  /** Stretches that are not folded, in order. */
  pieces: readonly Piece[];
  toShown: (ms: number) => number;
  toReal: (shown: number) => number;
};

/** Shorter ones are shown as they are. */
const LEAST_FOLDED_MS = 2_000;
/** An idle stretch is folded when it is longer than this share of the work, to that share of it. */
const FOLDED_FROM = 0.5;
const FOLDED_TO = 0.04;

/** `busy` is when something happened, in any order. */
export function createTimeScale({ fromMs, toMs }: Span, busy: readonly Span[]): TimeScale {
  const spans = merged({ fromMs, toMs: Math.max(toMs, fromMs + 0.001) }, busy);
  const work = spans.reduce((sum, span) => sum + span.toMs - span.fromMs, 0);
  // Where nothing was at work, there is nothing to make room for.
  const isFolded = (durationMs: number) => work > 0 && durationMs > Math.max(LEAST_FOLDED_MS, work * FOLDED_FROM);
  const pieces: Piece[] = [];
  const folds: Fold[] = [];
  let at = 0;
  for (const span of spans) {
    const before = pieces.at(-1);
    const gapMs = before ? span.fromMs - before.toMs : 0;
    if (before && !isFolded(gapMs)) {
      before.toMs = span.toMs;
      before.width += gapMs + span.toMs - span.fromMs;
      at = before.at + before.width;
      continue;
    }
    if (before) {
      const width = work * FOLDED_TO;
      folds.push({ at, width, durationMs: gapMs });
      at += width;
    }
    const width = span.toMs - span.fromMs;
    pieces.push({ ...span, at, width });
    at += width;
  }

  function toShown(ms: number): number {
    const index = pieces.findLastIndex((piece) => piece.fromMs <= ms);
    const piece = pieces[index];
    if (!piece) return ms - fromMs;
    const next = pieces[index + 1];
    if (ms <= piece.toMs || !next) return piece.at + ms - piece.fromMs;
    // Within a fold.
    const end = piece.at + piece.width;
    return end + ((ms - piece.toMs) / (next.fromMs - piece.toMs)) * (next.at - end);
  }

  function toReal(shown: number): number {
    const index = pieces.findLastIndex((piece) => piece.at <= shown);
    const piece = pieces[index];
    if (!piece) return fromMs + shown;
    const next = pieces[index + 1];
    const end = piece.at + piece.width;
    if (shown <= end || !next) return piece.fromMs + shown - piece.at;
    return piece.toMs + ((shown - end) / (next.at - end)) * (next.fromMs - piece.toMs);
  }

  return { fromMs, length: at, folds, pieces, toShown, toReal };
}

/** Within the span, in order, those that touch joined; the ends of the span belong to it even where nothing happened. */
function merged({ fromMs, toMs }: Span, busy: readonly Span[]): Span[] {
  const inside = [{ fromMs, toMs: fromMs }, ...busy, { fromMs: toMs, toMs }]
    .map((span) => ({ fromMs: Math.max(fromMs, span.fromMs), toMs: Math.min(toMs, Math.max(span.fromMs, span.toMs)) }))
    .filter((span) => span.fromMs <= span.toMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const joined: Span[] = [];
  for (const span of inside) {
    const last = joined.at(-1);
    if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else joined.push({ ...span });
  }
  return joined;
}
