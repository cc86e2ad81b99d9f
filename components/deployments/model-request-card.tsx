"use client";
import { useState } from "react";
import { CopyButton } from "#components/ui/copy-button";
import { Segmented } from "#components/ui/segmented";
import { Card } from "../models/card";
import type { ModelDeployment } from "./deployment-page";
import { curlInfer, grpcHost, inferAddress, tritonInfer } from "./infer-snippets.ts";
import { useOrigin } from "./use-origin.ts";

const languages = [
  { value: "curl", label: "curl" },
  { value: "python", label: "Python, gRPC" },
] as const;

/** Where a published model answers the Open Inference Protocol, and a request with its real inputs. */
export function ModelRequestCard({ deployment }: { deployment: ModelDeployment }) {
  const { name, inputs, outputs, inferencePorts } = deployment;
  const [language, setLanguage] = useState<(typeof languages)[number]["value"]>("curl");
  const origin = useOrigin();
  const address = inferAddress({ origin, name, port: inferencePorts.http });
  const host = grpcHost({ origin, port: inferencePorts.grpc });
  const snippet =
    language === "curl"
      ? address && curlInfer({ address, inputs })
      : host && tritonInfer({ host, name, inputs, outputs });
  return (
    <Card title="Request" note="Open Inference Protocol">
      {address && (
        <div className="flex items-center gap-1.5">
          <span className="mono min-w-0 flex-1 truncate rounded-2 bg-sunken px-2 py-1.5 text-xs" title={address}>
            POST {address}
          </span>
          <CopyButton label="Copy the address" text={address} />
        </div>
      )}
      <div className="mt-3 mb-1.5 flex items-center justify-between">
        <Segmented label="Language" value={language} options={languages} onChange={setLanguage} />
        {snippet && <CopyButton label="Copy the request" text={snippet} />}
      </div>
      {snippet ? (
        <pre tabIndex={0} aria-label="Example request" className="mono overflow-x-auto rounded-2 bg-sunken p-3 text-xs">
          {snippet}
        </pre>
      ) : (
        origin !== "" && <p className="text-xs text-3">This port is off in the settings of this installation.</p>
      )}
      <p className="mt-2 text-xs text-3">
        With an API key of this workspace. Requests are computed at once and are no runs; how many there were is in{" "}
        <span className="mono wrap-anywhere">/v2/models/{name}/stats</span> and in the metrics.
      </p>
    </Card>
  );
}
