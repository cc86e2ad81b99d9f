/** Hands a document to the browser as a file of its own: `<title>.json`. */
export function downloadJson(document_: unknown, title: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(document_, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${title.replace(/[^\p{L}\p{N} _.-]+/gu, "").trim() || "workflow"}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
