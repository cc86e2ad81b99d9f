import { escapeKeys, unescapeKeys } from "./escape-keys.ts";

/** superjson, which browser and server hand in. */
type Codec<Plain> = { serialize: (value: unknown) => Plain; deserialize: (plain: Plain) => unknown };

/** `hasEscapedKeys` where fields have names that superjson refuses, such as a column "constructor". */
export type Envelope<Plain> = Plain & { hasEscapedKeys?: true };

/** What goes over the wire for a value whose fields have any names. */
export function encodeForWire<Plain extends object>(codec: Codec<Plain>, value: unknown): Envelope<Plain> {
  try {
    return codec.serialize(value);
  } catch {
    // Seldom, so nothing is looked for beforehand: escaping walks through all of it.
    return { ...codec.serialize(escapeKeys(value)), hasEscapedKeys: true };
  }
}

/** The value again. */
export function decodeFromWire<Plain extends object>(codec: Codec<Plain>, envelope: Envelope<Plain>): unknown {
  const plain = codec.deserialize(envelope);
  return envelope.hasEscapedKeys ? unescapeKeys(plain) : plain;
}
