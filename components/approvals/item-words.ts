/** "Item 3" of a list, "Item 3 › 1" of a nested one; nothing where there is no list. */
export function itemWords(item: string): string {
  if (item === "") return "";
  return `Item ${item
    .split(".")
    .map((index) => Number(index) + 1)
    .join(" › ")}`;
}
