"use client";
import { useState } from "react";
import { CopyButton } from "#components/ui/copy-button";
import { Segmented } from "#components/ui/segmented";
import { Card } from "../models/card";
import type { WorkflowDeployment } from "./deployment-page";
import { inferAddress } from "./infer-snippets.ts";
import { curlSnippet, pythonSnippet } from "./request-snippets.ts";
import { useOrigin } from "./use-origin.ts";

const languages = [
  { value: "curl", label: "curl" },
  { value: "python", label: "Python" },
] as const;

/** The address, and a request with the real names of inputs and outputs. */
export function RequestCard({ deployment }: { deployment: WorkflowDeployment }) {
  const { name, inputs, outputs, inferencePorts } = deployment;
  const [language, setLanguage] = useState<(typeof languages)[number]["value"]>("curl");
  const origin = useOrigin();
  const address = `${origin}/api/v1/workflows/${name}/runs`;
  const request = { origin, name, ports: inputs };
  const snippet = language === "curl" ? curlSnippet(request) : pythonSnippet({ ...request, outputs });
  const protocol = inferAddress({ origin, name, port: inferencePorts.http });
  return (
    <Card title="Request">
      <div className="flex items-center gap-1.5">
        <span className="mono min-w-0 flex-1 truncate rounded-2 bg-sunken px-2 py-1.5 text-xs" title={address}>
          POST {address}
        </span>
        <CopyButton label="Copy the address" text={address} />
      </div>
      <div className="mt-3 mb-1.5 flex items-center justify-between">
        <Segmented label="Language" value={language} options={languages} onChange={setLanguage} />
        <CopyButton label="Copy the request" text={snippet} />
      </div>
      <pre tabIndex={0} aria-label="Example request" className="mono overflow-x-auto rounded-2 bg-sunken p-3 text-xs">
        {snippet}
      </pre>
      <p className="mt-2 text-xs text-3">
        Further: <span className="mono">Prefer: respond-async</span>,{" "}
        <span className="mono">Accept: text/event-stream</span>, <span className="mono">Idempotency-Key</span>; the
        OpenAPI document is at <span className="mono wrap-anywhere">/api/v1/workflows/{name}/openapi.json</span>.
      </p>
      {protocol && (
        <p className="mt-2 text-xs text-3">
          As tensors, over the Open Inference Protocol: <span className="mono wrap-anywhere">POST {protocol}</span>,
          with the same key. It is a run as well.
        </p>
      )}
    </Card>
  );
}
