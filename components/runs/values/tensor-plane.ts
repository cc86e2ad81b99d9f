import type { Dtype } from "#graph/kinds";
import type { JsonObject } from "#graph/json";
import { elementsOf, elementNumber, elementText, type NumericDtype } from "#graph/tensor-elements";
import type { DimRange } from "#graph/tensor-slice";

/** Which two dimensions are shown as rows and columns, and where the others stand. `null`: there is no such dimension. */
export type Plane = { rows: number | null; columns: number | null; at: readonly number[] };

/** The last two dimensions; of a picture with its channels last, the two before those. */
export function planeOf(shape: readonly number[]): Plane {
  const last = shape.length - 1;
  const at = shape.map(() => 0);
  if (shape.length === 0) return { rows: null, columns: null, at };
  if (shape.length === 1) return { rows: null, columns: 0, at };
  const hasChannelsLast =
    shape.length >= 3 && shape[last]! <= 4 && shape[last - 1]! > shape[last]! && shape[last - 2]! > shape[last]!;
  return hasChannelsLast ? { rows: last - 2, columns: last - 1, at } : { rows: last - 1, columns: last, at };
}

export function planeSize(shape: readonly number[], { rows, columns }: Plane): { rows: number; columns: number } {
  return {
    rows: rows === null ? 1 : shape[rows]!,
    columns: columns === null ? 1 : shape[columns]!,
  };
}

/** A part of a plane; `null` stands for the one row or column of a plane without that dimension. */
export type PlaneWindow = { rows: DimRange; columns: DimRange };

export function rangesOf(shape: readonly number[], plane: Plane, { rows, columns }: PlaneWindow): DimRange[] {
  return shape.map((_, dim) =>
    dim === plane.rows ? rows : dim === plane.columns ? columns : { start: plane.at[dim]!, count: 1, step: 1 },
  );
}

const MAX_ACROSS = 256;
/** Where elements lie far apart in the file, each is read by itself, and only so many. */
const MAX_ACROSS_SPARSE = 64;
const SPARSE_FROM_BYTES = 512;
const MAX_ALONG_ONE = 4_096;

/** All of a plane, every so many elements where there are more than a picture shows. */
export function overview(shape: readonly number[], plane: Plane, elementBytes: number): PlaneWindow {
  const size = planeSize(shape, plane);
  const stepFor = (most: number, count: number) => Math.max(1, Math.ceil(count / most));
  if (size.rows === 1) return windowOf(size, 1, stepFor(MAX_ALONG_ONE, size.columns));
  if (size.columns === 1) return windowOf(size, stepFor(MAX_ALONG_ONE, size.rows), 1);
  const step = { rows: stepFor(MAX_ACROSS, size.rows), columns: stepFor(MAX_ACROSS, size.columns) };
  // In the order of the file the later of the two dimensions comes first.
  const inner = Math.max(plane.rows ?? 0, plane.columns ?? 0);
  const innerStep = inner === plane.columns ? step.columns : step.rows;
  const apart = innerStep * elementBytes * shape.slice(inner + 1).reduce((all, each) => all * each, 1);
  if (apart <= SPARSE_FROM_BYTES) return windowOf(size, step.rows, step.columns);
  return windowOf(size, stepFor(MAX_ACROSS_SPARSE, size.rows), stepFor(MAX_ACROSS_SPARSE, size.columns));
}

function windowOf(size: { rows: number; columns: number }, rowStep: number, columnStep: number): PlaneWindow {
  return {
    rows: { start: 0, count: Math.ceil(size.rows / rowStep), step: rowStep },
    columns: { start: 0, count: Math.ceil(size.columns / columnStep), step: columnStep },
  };
}

/** The elements of a window, of which `elementAt(row, column)` gives one; both count from the window's beginning. */
export type PlaneElements = PlaneWindow & {
  numberAt: (row: number, column: number) => number;
  textAt: (row: number, column: number) => string;
};

export function planeElements(
  dtype: Dtype,
  elements: ArrayLike<number | bigint | string>,
  { plane, window }: { plane: Plane; window: PlaneWindow },
): PlaneElements {
  // The elements come in the order of the tensor, whichever of its dimensions are the rows.
  const isTurned = plane.rows !== null && plane.columns !== null && plane.rows > plane.columns;
  const placeOf = (row: number, column: number) =>
    isTurned ? column * window.rows.count + row : row * window.columns.count + column;
  return {
    ...window,
    numberAt: (row, column) => elementNumber(dtype, elements[placeOf(row, column)]),
    textAt: (row, column) => {
      const element = elements[placeOf(row, column)];
      return element === undefined ? "" : elementText(dtype, element);
    },
  };
}

/** All elements of a tensor that its record holds, as `base64` or as JSON. */
export function inlineElements(inline: JsonObject): ArrayLike<number | bigint | string> {
  const { dtype, base64, data } = inline as { dtype: Dtype; base64?: string; data?: (number | string)[] };
  if (base64 !== undefined) return elementsOf(dtype as NumericDtype, bytesOfBase64(base64));
  if (dtype === "string") return data ?? [];
  if (dtype === "int64" || dtype === "uint64") return (data ?? []).map((element) => BigInt(element));
  return (data ?? []).map(Number);
}

export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** Elements of a slice out of all of them, as the server picks them from a file. */
export function pickSlice(
  elements: ArrayLike<number | bigint | string>,
  shape: readonly number[],
  ranges: readonly DimRange[],
): (number | bigint | string)[] {
  let places = [0];
  ranges.forEach(({ start, count, step }, dim) => {
    places = places.flatMap((place) =>
      Array.from({ length: count }, (_, index) => place * shape[dim]! + start + index * step),
    );
  });
  return places.map((place) => elements[place]!);
}
