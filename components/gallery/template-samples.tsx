import { PortGlyph } from "#components/ui/port-glyph";
import type { Template } from "./template-data.ts";

const isPicture = (file: string) => /\.(png|jpe?g|webp)$/i.test(file);

/** The files that come along as sample inputs: pictures as pictures, the others by name. */
export function TemplateSamples({ samples }: { samples: Template["samples"] }) {
  if (samples.length === 0) return null;
  const pictures = samples.filter(({ file }) => isPicture(file));
  const others = samples.filter(({ file }) => !isPicture(file));
  return (
    <section>
      <h2 className="pb-1.5 text-sm">Samples it brings</h2>
      {pictures.length > 0 && (
        <ul className="grid grid-cols-6 gap-1 pb-2">
          {pictures.map(({ url, file }) => (
            <li key={url} className="aspect-square overflow-hidden rounded-2 bg-sunken">
              <img src={url} alt={file} title={file} loading="lazy" className="size-full object-cover" />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className="text-xs">
          {others.map(({ url, file }) => (
            <li
              key={url}
              className="flex min-h-8 items-center gap-2 border-t border-line [--port-back:var(--surface-panel)]"
            >
              <PortGlyph kind={/\.(csv|parquet)$/i.test(file) ? "table" : "file"} size={12} />
              <a
                href={url}
                download={file}
                className="truncate underline decoration-(--border-strong) underline-offset-3"
              >
                {file}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
