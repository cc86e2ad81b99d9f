/** A value that the address can name. */
export type ValuePlace = {
  /** On the page of a run the step and its port, "find.detections"; of two compared runs "a" or "b". */
  name: string;
  /** Of the item in it that is open, from the outermost list, from 0. */
  path: readonly number[];
  /** Where two runs are compared: the port that is chosen. */
  port?: string | undefined;
};

/** What the address says is open in large. Items are counted from 1 there; NaN stands for what is no item. */
export function readLarge(params: Pick<URLSearchParams, "get">): ValuePlace | null {
  const name = params.get("large");
  if (!name) return null;
  const items = params.get("item");
  const path = items ? items.split(".").map((item) => (/^[1-9]\d*$/.test(item) ? Number(item) - 1 : NaN)) : [];
  return { name, path, port: params.get("port") ?? undefined };
}

/** The address with another value in large, or with none. */
export function withLarge(href: string, place: ValuePlace | null): URL {
  const url = new URL(href);
  url.searchParams.delete("large");
  url.searchParams.delete("item");
  if (!place) return url;
  url.searchParams.set("large", place.name);
  if (place.path.length > 0) url.searchParams.set("item", place.path.map((index) => index + 1).join("."));
  if (place.port !== undefined) url.searchParams.set("port", place.port);
  return url;
}
