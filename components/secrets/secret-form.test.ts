import { expect, test } from "vitest";
import { nameTyped, readHosts, readSecretForm } from "./secret-form.ts";

const form = { name: "SERVICE_KEY", value: "long enough", hosts: "" };

test.each([
  ["service key", "SERVICE_KEY"],
  ["my-service.key2", "MY_SERVICE_KEY2"],
  ["schlüssel", "SCHL_SSEL"],
])("%j is typed as %s", (typed, name) => {
  expect(nameTyped(typed)).toBe(name);
});

test("a form that can be sent has no fault", () => {
  expect(readSecretForm({ ...form, hosts: "api.example.com, *.example.org:8443" })).toEqual({
    name: null,
    value: null,
    hosts: null,
  });
});

test.each([
  [{ name: "" }, "name", "Begin with a letter"],
  [{ name: "1_KEY" }, "name", "Begin with a letter"],
  [{ value: "" }, "value", "Paste the key"],
  [{ value: "short" }, "value", "It has 5 characters"],
  [{ hosts: "api.example.com, https://b.example" }, "hosts", "“https://b.example” is no host"],
  [{ hosts: "a.*.example" }, "hosts", "“a.*.example” is no host"],
] as const)("%j is told at %s", (given, field, words) => {
  expect(readSecretForm({ ...form, ...given })[field]).toContain(words);
});

test("hosts are read one by one, each once, and none means any", () => {
  expect(readHosts(" API.example.com,b.example\nb.example ")).toEqual(["api.example.com", "b.example"]);
  expect(readHosts(" , ")).toBeNull();
});
