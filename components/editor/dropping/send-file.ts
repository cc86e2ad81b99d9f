/**
 * Sends a file as the raw body of a request, telling the fraction that has left. XMLHttpRequest, since fetch tells nothing
 * of an upload's progress. Gives the parsed answer.
 *
 * @throws Error with the server's sentence when it refuses, or one of our own when it cannot be reached.
 */
export function sendFile<Answer>(
  url: string,
  file: File,
  { headers = {}, onProgress }: { headers?: Record<string, string>; onProgress?: (fraction: number) => void } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "json";
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Error(`"${file.name}" was not sent: the server cannot be reached. Try again.`));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as Answer);
      else
        reject(new Error(refusalOf(request.response) ?? `"${file.name}" was refused with status ${request.status}.`));
    };
    request.send(file);
  });
}

function refusalOf(answer: unknown): string | null {
  if (typeof answer !== "object" || answer === null) return null;
  if ("message" in answer && typeof answer.message === "string") return answer.message;
  return "error" in answer ? refusalOf(answer.error) : null;
}
