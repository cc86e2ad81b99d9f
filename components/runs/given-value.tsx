import { Download } from "lucide-react";
import { Icon } from "#components/ui/icon";
import { PortGlyph } from "#components/ui/port-glyph";
import { ScrollRegion } from "#components/ui/scroll-region";
import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import { type FileRef, fileRefSchema } from "#graph/schema";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { useContentUrls } from "./content-urls-context.tsx";

const MAX_CHARACTERS = 4_000;

/** An input of a run as it was given: files by name, pictures as pictures, everything else as the JSON that it is. */
export function GivenValue({
  name,
  kind,
  isList,
  value,
  isSample,
}: {
  name: string;
  kind: Kind;
  isList: boolean;
  value: JsonValue | undefined;
  isSample: boolean;
}) {
  const items = value === undefined ? [] : isList && Array.isArray(value) ? value : [value];
  const files = items
    .map((item) => fileRefSchema.safeParse(item))
    .flatMap(({ success, data }) => (success ? [data] : []));
  return (
    <section aria-label={name} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="flex min-h-6 items-center gap-1.5 text-xs [--port-back:var(--surface-panel)]">
        <PortGlyph kind={kind} state={isList ? "list" : "connected"} />
        {name}
        <span className="mono font-normal text-3">
          {kind} {isList && `×${items.length}`}
        </span>
        {isSample && <span className="ml-auto font-normal text-3">the sample</span>}
      </h3>
      {value === undefined ? (
        <p className="text-xs text-3">Nothing was given.</p>
      ) : files.length > 0 && files.length === items.length ? (
        <Files files={files} />
      ) : (
        <Plain value={value} />
      )}
    </section>
  );
}

const MAX_SHOWN = 24;

function Files({ files }: { files: readonly FileRef[] }) {
  const { contentUrl } = useContentUrls();
  const shown = files.slice(0, MAX_SHOWN);
  const arePictures = files.every(({ mediaType }) => mediaType.startsWith("image/"));
  const rest = files.length > shown.length && (
    <p className="text-xs text-3">and {formatQuantity(files.length - shown.length, "other")}</p>
  );
  if (arePictures) {
    return (
      <>
        <ul className={files.length === 1 ? "grid" : "grid grid-cols-4 gap-1"}>
          {shown.map((file, index) => (
            <li key={index} className="overflow-hidden rounded-2 bg-sunken">
              <img
                src={contentUrl({ hash: file.hash })}
                alt={file.name}
                title={file.name}
                loading="lazy"
                className={files.length === 1 ? "mx-auto max-h-64 max-w-full" : "aspect-square w-full object-cover"}
              />
            </li>
          ))}
        </ul>
        {rest}
      </>
    );
  }
  return (
    <>
      <ul className="grid gap-1 text-xs">
        {shown.map((file, index) => (
          <li key={index}>
            <a
              href={contentUrl({ hash: file.hash }, file.name)}
              download={file.name}
              className="inline-flex max-w-full items-center gap-1.5 underline decoration-(--border-strong) underline-offset-3"
            >
              <Icon icon={Download} size={12} />
              <span className="truncate">{file.name}</span>
              <span className="shrink-0 text-3">{formatBytes(file.sizeBytes)}</span>
            </a>
          </li>
        ))}
      </ul>
      {rest}
    </>
  );
}

function Plain({ value }: { value: JsonValue }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <ScrollRegion label="Value" className="max-h-60 rounded-3 border border-line bg-sunken px-3 py-2">
      <pre
        dir="auto"
        className={`whitespace-pre-wrap wrap-anywhere text-xs ${typeof value === "string" ? "font-sans" : "mono"}`}
      >
        {text.slice(0, MAX_CHARACTERS)}
        {text.length > MAX_CHARACTERS && "…"}
      </pre>
    </ScrollRegion>
  );
}
