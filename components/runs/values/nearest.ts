/** Cosine of the angle between two vectors, −1 to 1; 0 where one of them is of no length or not finite, null where their lengths differ. */
export function cosine(one: ArrayLike<number>, other: ArrayLike<number>): number | null {
  if (one.length !== other.length) return null;
  let [dot, squares, otherSquares] = [0, 0, 0];
  for (let index = 0; index < one.length; index++) {
    const [a, b] = [one[index]!, other[index]!];
    dot += a * b;
    squares += a * a;
    otherSquares += b * b;
  }
  const similarity = dot / Math.sqrt(squares * otherSquares);
  return Number.isFinite(similarity) ? Math.min(1, Math.max(-1, similarity)) : 0;
}

export type Neighbour = { index: number; similarity: number };

/** The vectors that point most in the same direction as that at `index`, nearest first; gaps and other lengths are left out. */
export function nearestTo(vectors: readonly (ArrayLike<number> | null)[], index: number, count: number): Neighbour[] {
  const own = vectors[index];
  if (!own) return [];
  return vectors
    .flatMap((vector, at): Neighbour[] => {
      const similarity = vector && at !== index ? cosine(own, vector) : null;
      return similarity === null ? [] : [{ index: at, similarity }];
    })
    .toSorted((a, b) => b.similarity - a.similarity)
    .slice(0, count);
}
