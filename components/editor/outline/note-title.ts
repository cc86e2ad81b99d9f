import { type Block, blocksOf, spansOf } from "../canvas/markdown-text.tsx";

/** The first words of a note as they are read, without the signs of its Markdown. */
export function noteTitle(text: string): string {
  const lines = blocksOf(text).flatMap(linesOf);
  const first = lines.find((line) => line.trim() !== "");
  return first === undefined
    ? "Empty note"
    : spansOf(first)
        .map(({ text: words }) => words)
        .join("")
        .trim();
}

function linesOf(block: Block): string[] {
  if (block.type === "list") return block.items;
  if (block.type === "paragraph") return block.lines;
  return block.text.split("\n");
}
