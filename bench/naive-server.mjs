// The control of P9: a server as one writes it first, that awaits the model in the handler.
import { createServer } from "node:http";
import ort from "onnxruntime-node";

const [, , modelFile, threads] = process.argv;
const session = await ort.InferenceSession.create(modelFile, { intraOpNumThreads: Number(threads) });

const answer = async (url, response) => {
  if (url === "/run") await session.run({ x: new ort.Tensor("float32", new Float32Array(1), [1, 1, 1, 1]) });
  response.end("ok");
};
const server = createServer(({ url }, response) => void answer(url, response));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
