import { CopyButton } from "#components/ui/copy-button";
import { Segmented } from "#components/ui/segmented";

/** Where requests go, to be copied. */
export function RequestAddress({ address }: { address: string }) {
  return (
    <div className="flex items-center gap-1.5">
      <span className="mono min-w-0 flex-1 truncate rounded-2 bg-sunken px-2 py-1.5 text-xs" title={address}>
        POST {address}
      </span>
      <CopyButton label="Copy the address" text={address} />
    </div>
  );
}

/** A request in the chosen language, to be copied; without one, `children` say why. */
export function RequestExample<Language extends string>({
  language,
  languages,
  onLanguage,
  snippet,
  children,
}: {
  language: Language;
  languages: readonly { value: Language; label: string }[];
  onLanguage: (language: Language) => void;
  snippet: string | null;
  children?: React.ReactNode;
}) {
  return (
    <>
      <div className="mt-3 mb-1.5 flex items-center justify-between">
        <Segmented label="Language" value={language} options={languages} onChange={onLanguage} />
        {snippet !== null && <CopyButton label="Copy the request" text={snippet} />}
      </div>
      {snippet === null ? (
        children
      ) : (
        <pre tabIndex={0} aria-label="Example request" className="mono overflow-x-auto rounded-2 bg-sunken p-3 text-xs">
          {snippet}
        </pre>
      )}
    </>
  );
}
