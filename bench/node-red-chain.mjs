// Child process of the comparison with Node-RED: its runtime in this process, with a chain of nodes that each add one.
// Arguments: the folder where node-red is installed, and the number of nodes. For each message it sends one message
// through the chain and answers with the result and the time that it took in milliseconds.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import http from "node:http";
import path from "node:path";

const [folder = "", nodes] = process.argv.slice(2);
const count = Number(nodes);
const userDir = path.join(folder, "user");
const nodesDir = path.join(userDir, "nodes");
mkdirSync(nodesDir, { recursive: true });
// Node types of our own: a function node would run its code in a virtual machine, which costs more.
writeFileSync(
  path.join(nodesDir, "add.js"),
  `module.exports = (RED) => {
  RED.nodes.registerType("add", function (config) {
    RED.nodes.createNode(this, config);
    this.on("input", (message, send, done) => {
      message.payload += 1;
      send(message);
      done();
    });
  });
  RED.nodes.registerType("end", function (config) {
    RED.nodes.createNode(this, config);
    this.on("input", (message, send, done) => {
      done();
      process.emit("chain-end", message.payload);
    });
  });
};`,
);
writeFileSync(
  path.join(nodesDir, "add.html"),
  ["add", "end"]
    .map((type) => `<script type="text/javascript">RED.nodes.registerType("${type}", {})</script>`)
    .join(""),
);

const id = (index) => `n${index}`;
const flows = [
  { id: "flow", type: "tab", label: "Chain" },
  ...Array.from({ length: count }, (_, index) => ({
    id: id(index),
    type: index === count - 1 ? "end" : "add",
    z: "flow",
    wires: index === count - 1 ? [] : [[id(index + 1)]],
  })),
];
writeFileSync(path.join(userDir, "flows.json"), JSON.stringify(flows));

const RED = createRequire(path.join(folder, "package.json"))("node-red");
RED.init(http.createServer(), {
  userDir,
  flowFile: "flows.json",
  httpAdminRoot: false,
  httpNodeRoot: false,
  logging: { console: { level: "off", metrics: false, audit: false } },
  telemetry: { enabled: false, updateNotification: false },
  diagnostics: { enabled: false },
});
RED.runtime.events.once("flows:started", () => process.send("ready"));
await RED.start();

process.on("message", () => {
  const from = performance.now();
  process.once("chain-end", (result) => process.send({ result, ms: performance.now() - from }));
  RED.nodes.getNode(id(0)).receive({ payload: 1 });
});
