/** Whether nodes that are dragged keep to the grid, as it was chosen in this browser. */

const key = "patchbay.grid";

export function hasGrid(): boolean {
  try {
    return localStorage.getItem(key) !== "off";
  } catch {
    return true;
  }
}

export function keepGrid(isOn: boolean): void {
  try {
    localStorage.setItem(key, isOn ? "on" : "off");
  } catch {
    // Without storage it counts until the page is left.
  }
}
