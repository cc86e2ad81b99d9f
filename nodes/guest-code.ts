import { MAX_OUTPUT_CHARACTERS, MAX_OUTPUT_DEPTH } from "./sandbox-limits.ts";

/**
 * Runs inside QuickJS before the expression, so what it takes hold of is what came with the engine, whatever the expression
 * does to its globals. Makes the inputs global constants; gives functions that write a value, or what was thrown, as JSON.
 */
export const guestCode = `(function (scopeJson) {
  "use strict";
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { keys, getPrototypeOf, defineProperty, prototype: objectPrototype } = Object;
  const { isFinite } = Number;
  const { isView } = ArrayBuffer;
  const TheDataView = DataView;
  const TheDate = Date;
  const toText = String;

  const scope = parse(scopeJson);
  for (const name of keys(scope)) defineProperty(globalThis, name, { value: scope[name], enumerable: true });

  const place = (path) => (path === "" ? "The result" : "The result's " + path);

  /** Throws a string, which nothing else here does, for what is no JSON. */
  function write(value, path, open, budget) {
    if (value !== null && typeof value === "object" && typeof value.toJSON === "function") value = value.toJSON();
    const type = typeof value;
    if (value === null || value === undefined) return spend("null", budget);
    if (type === "boolean") return spend(value ? "true" : "false", budget);
    if (type === "string") {
      if (value.length > budget.left) throw "limit";
      return spend(stringify(value), budget);
    }
    if (type === "number") {
      if (!isFinite(value)) throw place(path) + " is " + value + ", which is no number that can be passed on";
      return spend(toText(value), budget);
    }
    if (type !== "object") throw place(path) + " is a " + type + ", which cannot be passed on";
    if (open.includes(value)) throw place(path) + " contains itself, so it cannot be passed on";
    if (open.length >= ${MAX_OUTPUT_DEPTH}) throw "The result is nested deeper than ${MAX_OUTPUT_DEPTH} levels";
    open.push(value);
    const json = isArray(value) || (isView(value) && !(value instanceof TheDataView))
      ? writeArray(value, path, open, budget)
      : writeObject(value, path, open, budget);
    open.pop();
    return json;
  }

  function writeArray(array, path, open, budget) {
    if (array.length > budget.left) throw "limit";
    let json = "";
    for (let index = 0; index < array.length; index++) {
      json += (index === 0 ? "" : ",") + write(array[index], path + "[" + index + "]", open, budget);
    }
    return spend("[", budget) + json + "]";
  }

  function writeObject(object, path, open, budget) {
    const prototype = getPrototypeOf(object);
    if (prototype !== null && prototype !== objectPrototype) {
      const name = toText((prototype.constructor && prototype.constructor.name) || "special object");
      const remedy = name === "Map" ? " Use Object.fromEntries." : name === "Set" ? " Use Array.from." : name === "Promise" ? " An expression cannot wait." : "";
      throw place(path) + " is a " + name.slice(0, 50) + ", which cannot be passed on." + remedy;
    }
    let json = "";
    for (const key of keys(object)) {
      if (key === "__proto__") throw place(path) + " has a field called __proto__, which cannot be passed on";
      const field = object[key];
      if (field === undefined) continue;
      json += (json === "" ? "" : ",") + spend(stringify(key), budget) + ":" + write(field, path + "." + key, open, budget);
    }
    return spend("{", budget) + json + "}";
  }

  function spend(json, budget) {
    budget.left -= json.length + 1;
    if (budget.left < 0) throw "limit";
    return json;
  }

  return {
    writeValue(value) {
      try {
        return "v" + write(value, "", [], { left: ${MAX_OUTPUT_CHARACTERS} });
      } catch (problem) {
        if (problem === "limit") return "l";
        if (typeof problem === "string") return "n" + problem.slice(0, 1000);
        throw problem;
      }
    },
    writeError(thrown) {
      const cut = (text) => toText(text).slice(0, 500);
      try {
        const isError = thrown !== null && typeof thrown === "object" && typeof thrown.message === "string";
        const message = isError ? cut(thrown.message) : "It threw " + cut(typeof thrown === "object" ? stringify(thrown) : thrown);
        return stringify({ name: isError ? cut(thrown.name) : "", message, stack: isError ? cut(thrown.stack) : "" });
      } catch {
        return stringify({ name: "", message: "It threw something that cannot be shown", stack: "" });
      }
    },
  };
})`;
