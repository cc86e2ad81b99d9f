import { notOnnx } from "./refuse-model.ts";

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/**
 * Walks the fields of one protobuf message in place: nothing is copied, so that skipping a tensor of a gigabyte costs
 * nothing. After `next()` the field's number and wire type are there, and where its content lies.
 */
export type ProtoCursor = {
  readonly bytes: Buffer;
  field: number;
  wire: number;
  /** Content of a length-delimited or fixed field, or the bytes of a varint. */
  start: number;
  end: number;
  /** False at the end of the message. @throws AppError not-onnx for what is no protobuf. */
  next: () => boolean;
  /** A varint as a signed 64-bit number; beyond 2^53 only its size is right. */
  int: () => number;
  text: () => string;
  /** A cursor over the message that the field holds. */
  message: () => ProtoCursor;
  /** Appends the integers of a repeated field, packed or not. */
  intsInto: (list: number[], maxLength: number) => void;
};

export function openProtoCursor(bytes: Buffer, start = 0, end = bytes.length): ProtoCursor {
  let at = start;
  const cursor: ProtoCursor = { bytes, field: 0, wire: 0, start, end: start, next, int, text, message, intsInto };
  return cursor;

  function next(): boolean {
    if (at === end) return false;
    const tag = readUnsigned();
    cursor.field = Math.floor(tag / 8);
    cursor.wire = tag % 8;
    if (cursor.field === 0 || cursor.field > 536_870_911) throw notOnnx("it holds bytes that are no field");
    cursor.start = at;
    if (cursor.wire === VARINT) skipVarint();
    else if (cursor.wire === FIXED64) at += 8;
    else if (cursor.wire === FIXED32) at += 4;
    else if (cursor.wire === BYTES) {
      const length = readUnsigned();
      cursor.start = at;
      at += length;
    } else throw notOnnx("it holds a field of an unknown type");
    if (at > end) throw notOnnx("it ends in the middle, or its sizes contradict one another");
    cursor.end = at;
    return true;
  }

  function skipVarint() {
    for (let length = 1; ; length++) {
      if (at >= end || length > 10) throw notOnnx("it ends in the middle, or holds a number that is none");
      if (bytes[at++]! < 128) return;
    }
  }

  /** Lengths and tags: what is over 2^53 is refused, nothing of that size can be in the file. */
  function readUnsigned(): number {
    let value = 0;
    let scale = 1;
    for (let length = 0; length < 8; length++) {
      if (at >= end) throw notOnnx("it ends in the middle");
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw notOnnx("it announces more bytes than a file can have");
  }

  function expect(wire: number) {
    if (cursor.wire !== wire) throw notOnnx(`field ${cursor.field} has another type than in ONNX`);
  }

  function int(): number {
    expect(VARINT);
    return decodeInt(bytes, cursor.start, cursor.end);
  }

  function text(): string {
    expect(BYTES);
    return bytes.toString("utf8", cursor.start, cursor.end);
  }

  function message(): ProtoCursor {
    expect(BYTES);
    return openProtoCursor(bytes, cursor.start, cursor.end);
  }

  function intsInto(list: number[], maxLength: number) {
    if (cursor.wire === VARINT) list.push(int());
    else {
      expect(BYTES);
      for (let from = cursor.start; from < cursor.end;) {
        let to = from;
        while (to < cursor.end && bytes[to]! >= 128) to++;
        if (to === cursor.end || to - from > 9) throw notOnnx("it holds a number that is none");
        list.push(decodeInt(bytes, from, to + 1));
        if (list.length > maxLength) break;
        from = to + 1;
      }
    }
    if (list.length > maxLength) throw notOnnx(`a list in it has more than ${maxLength} numbers`);
  }
}

function decodeInt(bytes: Buffer, start: number, end: number): number {
  // Ten bytes mean a negative number; up to seven fit a double exactly.
  if (end - start <= 7) {
    let value = 0;
    for (let at = end - 1; at >= start; at--) value = value * 128 + (bytes[at]! & 127);
    return value;
  }
  let value = 0n;
  for (let at = end - 1; at >= start; at--) value = (value << 7n) | BigInt(bytes[at]! & 127);
  return Number(BigInt.asIntN(64, value));
}
