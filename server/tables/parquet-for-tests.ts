/**
 * Writes the Parquet files that no writer makes: footers that lie. Thrift's compact protocol, as far as that takes.
 * Field numbers are those of parquet.thrift.
 */

type Field = {
  id: number;
  type: "i32" | "i64" | "binary" | "struct" | "structs" | "i32s" | "binaries";
  value: unknown;
};
type Struct = Field[];

const typeCodes = { i32: 5, i64: 6, binary: 8, struct: 12, structs: 9, i32s: 9, binaries: 9 } as const;

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

const zigzag = (value: bigint) => varint((value << 1n) ^ (value >> 63n));
const text = (value: string) => [...varint(BigInt(Buffer.byteLength(value))), ...Buffer.from(value)];
const list = (elementType: number, elements: number[][]) => [
  ...(elements.length < 15
    ? [(elements.length << 4) | elementType]
    : [0xf0 | elementType, ...varint(BigInt(elements.length))]),
  ...elements.flat(),
];

function struct(fields: Struct): number[] {
  let last = 0;
  const bytes = fields.flatMap(({ id, type, value }) => {
    const head = ((id - last) << 4) | typeCodes[type];
    last = id;
    return [head, ...encode(type, value)];
  });
  return [...bytes, 0];
}

function encode(type: Field["type"], value: unknown): number[] {
  if (type === "i32" || type === "i64") return zigzag(BigInt(value as number | bigint));
  if (type === "binary") return text(value as string);
  if (type === "struct") return struct(value as Struct);
  if (type === "structs") return list(12, (value as Struct[]).map(struct));
  if (type === "i32s")
    return list(
      5,
      (value as number[]).map((each) => zigzag(BigInt(each))),
    );
  return list(8, (value as string[]).map(text));
}

export type ParquetLies = {
  rows?: number | bigint;
  values?: number | bigint;
  uncompressedBytes?: number | bigint;
  codec?: number;
  /** Of the one data page's header. */
  pageBytes?: number;
  rowGroups?: number;
  /** Groups around the one column. */
  nesting?: number;
  /** Children that the root claims to have. */
  children?: number;
  /** No lie: the column's bytes in another physical type, by its number in parquet.thrift. */
  column?: { type: number; data: Uint8Array; values: number };
};

/** A file of one required int32 column "v" with the rows 1, 2, 3, but for what it is told to lie about. */
export function parquetFile(lies: ParquetLies = {}): Uint8Array {
  const { type, data, values } = lies.column ?? {
    type: 1,
    data: Buffer.from(Int32Array.of(1, 2, 3).buffer),
    values: 3,
  };
  const pageHeader = Buffer.from(
    struct([
      { id: 1, type: "i32", value: 0 },
      { id: 2, type: "i32", value: lies.pageBytes ?? data.length },
      { id: 3, type: "i32", value: lies.pageBytes ?? data.length },
      {
        id: 5,
        type: "struct",
        value: [
          { id: 1, type: "i32", value: Number(lies.values ?? values) },
          { id: 2, type: "i32", value: 0 },
          { id: 3, type: "i32", value: 3 },
          { id: 4, type: "i32", value: 3 },
        ],
      },
    ]),
  );
  const nesting = lies.nesting ?? 0;
  const groupNames = Array.from({ length: nesting }, (_, level) => `g${level}`);
  const schema: Struct[] = [
    [
      { id: 4, type: "binary", value: "schema" },
      { id: 5, type: "i32", value: lies.children ?? 1 },
    ],
    ...groupNames.map((name): Struct => [
      { id: 3, type: "i32", value: 0 },
      { id: 4, type: "binary", value: name },
      { id: 5, type: "i32", value: 1 },
    ]),
    [
      { id: 1, type: "i32", value: type },
      { id: 3, type: "i32", value: 0 },
      { id: 4, type: "binary", value: "v" },
    ],
  ];
  const size = pageHeader.length + data.length;
  const column: Struct = [
    { id: 1, type: "i32", value: type },
    { id: 2, type: "i32s", value: [0] },
    { id: 3, type: "binaries", value: [...groupNames, "v"] },
    { id: 4, type: "i32", value: lies.codec ?? 0 },
    { id: 5, type: "i64", value: lies.values ?? values },
    { id: 6, type: "i64", value: lies.uncompressedBytes ?? size },
    { id: 7, type: "i64", value: size },
    { id: 9, type: "i64", value: 4 },
  ];
  const rowGroups = Array.from({ length: lies.rowGroups ?? 1 }, (): Struct => [
    {
      id: 1,
      type: "structs",
      value: [
        [
          { id: 2, type: "i64", value: 4 },
          { id: 3, type: "struct", value: column },
        ],
      ],
    },
    { id: 2, type: "i64", value: lies.uncompressedBytes ?? size },
    { id: 3, type: "i64", value: lies.rows ?? values },
  ]);
  const footer = Buffer.from(
    struct([
      { id: 1, type: "i32", value: 1 },
      { id: 2, type: "structs", value: schema },
      { id: 3, type: "i64", value: BigInt(lies.rows ?? values) * BigInt(rowGroups.length) },
      { id: 4, type: "structs", value: rowGroups },
    ]),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from("PAR1"), pageHeader, data, footer, length, Buffer.from("PAR1")]);
}
