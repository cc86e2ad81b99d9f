import { createElement } from "react";
import { prerender } from "react-dom/static";
import { TRPCProvider } from "#components/trpc";
import { TooltipProvider } from "#components/ui/tooltip";

/** The HTML of it, with the viewers whose code comes later. Throws what went wrong in any of them. */
export async function renderValues(shown: React.ReactNode): Promise<string> {
  const page = createElement(TRPCProvider, null, createElement(TooltipProvider, null, shown));
  const faults: unknown[] = [];
  const { prelude } = await prerender(page, {
    progressiveChunkSize: Infinity,
    onError: (fault) => void faults.push(fault),
  });
  if (faults.length > 0) throw new AggregateError(faults, "A viewer cannot be rendered");
  const html = await new Response(prelude).text();
  // What React puts between texts.
  return html.replaceAll("<!-- -->", "");
}
