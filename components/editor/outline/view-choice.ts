import type { EditorView } from "../editor-tools.ts";

/** Which view a person chose last in this browser; null before they have chosen. */

const keyOf = (userId: string) => `patchbay.view.${userId}`;

export function chosenView(userId: string): EditorView | null {
  try {
    const view = localStorage.getItem(keyOf(userId));
    return view === "canvas" || view === "outline" ? view : null;
  } catch {
    return null;
  }
}

export function keepView(userId: string, view: EditorView): void {
  try {
    localStorage.setItem(keyOf(userId), view);
  } catch {
    // Without storage it counts until the page is left.
  }
}

/** What an address asks for: `?view=outline`. */
export function viewOfAddress(params: URLSearchParams): EditorView | null {
  const view = params.get("view");
  return view === "canvas" || view === "outline" ? view : null;
}

/** The address of this page with the view in it, so that it can be sent; the canvas is what one sees without. */
export function addressWithView(view: EditorView): string {
  const { pathname, search } = window.location;
  const params = new URLSearchParams(search);
  if (view === "outline") params.set("view", view);
  else params.delete("view");
  const query = params.toString();
  return pathname + (query && `?${query}`);
}
