// The OpenAPI document of the service as a page to read.

import { $, fill, h } from "./dom.js";

const METHODS = ["get", "post"];

async function start() {
  const doc = await (await fetch("/openapi.json")).json();
  fill($("about"), doc.info.description.split("\n\n").map((text) => h("p", {}, prose(text))));
  const operations = Object.entries(doc.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => operation(doc, path, method, item[method])));
  fill($("operations"), operations);
  fill($("schemas"), Object.entries(doc.components.schemas).map(([name, schema]) =>
    h("details", { id: `schema-${name}` }, h("summary", {}, h("code", {}, name)), code(schema))));
}

function operation(doc, path, method, one) {
  const body = one.requestBody && Object.entries(one.requestBody.content)[0];
  return h("section", { class: "card operation", "aria-label": `${method} ${path}` },
    h("h2", {}, h("span", { class: `method ${method}` }, method.toUpperCase()), " ", h("code", {}, path)),
    h("p", {}, one.summary), one.description ? h("p", { class: "lead" }, prose(one.description)) : null,
    one.parameters ? parameters(one.parameters) : null,
    body ? h("p", {}, "Body: ", h("code", {}, body[0]), " ", reference(body[1].schema)) : null,
    body && body[0] === "application/json" ? example(doc, path, body[1].schema) : null,
    h("table", {}, h("tbody", {}, Object.entries(one.responses).map(([status, answer]) => response(doc, status, answer)))));
}

/** Text with `code` in it. */
const prose = (text) => text.split("`").map((piece, at) => (at % 2 ? h("code", {}, piece) : piece));

function parameters(list) {
  return h("table", {}, h("tbody", {}, list.map((one) => h("tr", {}, h("th", { scope: "row" }, h("code", {}, one.name), one.required ? " *" : ""),
    h("td", {}, `${one.in}; ${one.description || ""} ${one.schema.enum ? one.schema.enum.join(" | ") : ""}`)))));
}

function reference(schema) {
  const name = schema && schema.$ref ? schema.$ref.split("/").pop() : null;
  return name ? h("a", { href: `#schema-${name}`, onclick: () => { $(`schema-${name}`).open = true; } }, name) : "";
}

function example(doc, path, schema) {
  const full = doc.components.schemas[schema.$ref.split("/").pop()];
  const body = JSON.stringify(full.example || {});
  return h("pre", { tabindex: "0" }, `curl -s ${location.origin}${path} \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`);
}

function response(doc, status, answer) {
  const whole = answer.$ref ? doc.components.responses[answer.$ref.split("/").pop()] : answer;
  const kinds = Object.entries(whole.content || {});
  return h("tr", {}, h("th", { scope: "row" }, status), h("td", {}, prose(whole.description), " ", kinds.map(([kind, one]) => [h("code", {}, kind), " ", reference(one.schema), " "]).flat()));
}

const code = (schema) => h("pre", { tabindex: "0" }, JSON.stringify(schema, null, 2));

start();
