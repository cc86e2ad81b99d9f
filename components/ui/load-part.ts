/**
 * A part of the page whose script is fetched when it is first needed. Where that fails the next call tries again.
 *
 * @throws Error with words for a person
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    const words = "A part of the page did not load. Try again; if that does not help, reload the page.";
    throw new Error(words, { cause });
  }
}
