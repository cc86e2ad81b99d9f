type Room = { room: number; measure: (text: string) => number };

/** As much of the text as there is room for. */
export function ellipsis(text: string, { room, measure }: Room): string {
  if (measure(text) <= room) return text;
  let [fits, over] = [0, text.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (measure(`${text.slice(0, middle).trimEnd()}…`) <= room) fits = middle;
    else over = middle;
  }
  return `${text.slice(0, fits).trimEnd()}…`;
}

/** Markdown as plain lines that fit the room, broken between words; what stands for form alone is left out. */
export function wrap(markdown: string, { room, measure }: Room): string[] {
  return markdown.split("\n").flatMap((paragraph) => {
    const words = plainText(paragraph).split(" ");
    const lines: string[] = [];
    let line = "";
    for (const word of words) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && measure(longer) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}

function plainText(line: string): string {
  return line
    .replace(/^#{1,6} /, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|\*|`)(.+?)\1/g, "$2")
    .trimEnd();
}
