"use client";
import { useState } from "react";
import { Card } from "../models/card";
import type { ModelDeployment } from "./deployment-page";
import { curlInfer, grpcHost, inferAddress, tritonInfer } from "./infer-snippets.ts";
import { RequestAddress, RequestExample } from "./request-parts";
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
      {address && <RequestAddress address={address} />}
      <RequestExample language={language} languages={languages} onLanguage={setLanguage} snippet={snippet}>
        {origin !== "" && <p className="text-xs text-3">This port is off in the settings of this installation.</p>}
      </RequestExample>
      <p className="mt-2 text-xs text-3">
        With an API key of this workspace. Requests are computed at once and are no runs; how many there were is in{" "}
        <span className="mono wrap-anywhere">/v2/models/{name}/stats</span> and in the metrics.
      </p>
    </Card>
  );
}
