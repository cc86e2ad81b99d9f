"use client";
import { useState } from "react";
import { Card } from "../models/card";
import type { WorkflowDeployment } from "./deployment-page";
import { inferAddress } from "./infer-snippets.ts";
import { curlSnippet, pythonSnippet } from "./request-snippets.ts";
import { RequestAddress, RequestExample } from "./request-parts";
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
      <RequestAddress address={address} />
      <RequestExample language={language} languages={languages} onLanguage={setLanguage} snippet={snippet} />
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
