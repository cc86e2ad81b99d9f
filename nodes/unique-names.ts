/**
 * Column names as they are, made whole and different: a blank one is called after its place ("column_3"), a repeated one
 * gets a number ("price_2"). Names that differ in case only count as repeated, as they do in SQL.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const trimmed = name.trim();
    // The one name that, as a key, would change an object's prototype instead of adding a field.
    const wanted = trimmed === "" ? `column_${index + 1}` : trimmed === "__proto__" ? "proto" : trimmed;
    let unique = wanted;
    for (let copy = 2; taken.has(unique.toLowerCase()); copy++) unique = `${wanted}_${copy}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
