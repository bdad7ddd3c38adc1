// The list of findings: what is wrong, why, on which clause, and the rewrite at one click.

import { $, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { visible } from "./text.js";

const SEVERITIES = ["error", "warning", "info"];
export const SIGNS = { error: "✖", warning: "▲", info: "●" };
const RANK = { error: 0, warning: 1, info: 2 };

/** The findings of a record in the order of the list, each with its `id` in the record. */
export function ordered(record) {
  return record.findings
    .map((finding, id) => ({ ...finding, id }))
    .filter((finding) => finding.suppressed === null)
    .sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.score - a.score || a.span.start - b.span.start);
}

/** Fill the list; `actions` are `apply(id, fix)`, `select(id)` and `light(id)`. */
export function showFindings(record, current, actions) {
  const findings = record ? ordered(record) : [];
  fill($("kinds"), record ? SEVERITIES.map((severity) => count(severity, findings)) : []);
  if (!findings.length) {
    fill($("findings"), h("li", { class: "nothing" }, t(record ? "clean" : "empty")));
    return;
  }
  fill($("findings"), findings.map((finding) => card(finding, finding.id === current, actions)));
}

function count(severity, findings) {
  const number = findings.filter((finding) => finding.severity === severity).length;
  return h("span", { class: `kind ${severity}${number ? "" : " zero"}` },
    h("span", { "aria-hidden": "true" }, SIGNS[severity]), ` ${t(severity)} ${number}`);
}

function card(finding, current, actions) {
  const { id, severity } = finding;
  return h("li", {
    class: `finding ${severity}${current ? " current" : ""}`, id: `finding-${id}`,
    onmouseenter: () => actions.light(id), onmouseleave: () => actions.light(null),
  },
  h("button", { class: "finding-head", onclick: () => actions.select(id), onfocus: () => actions.light(id), title: t("find") },
    h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[severity]),
    h("span", { class: "hidden" }, `${t(severity)}：`),
    h("span", { class: "title" }, visible(finding.title)),
    h("span", { class: "points" }, t("minus", { points: finding.score }))),
  h("div", { class: "finding-body" },
    finding.match ? h("p", { class: "quote" }, h("bdi", {}, visible(finding.match))) : null,
    h("p", {}, visible(finding.message)),
    finding.advice ? h("p", { class: "advice" }, h("b", {}, t("advice")), visible(finding.advice)) : null,
    fixes(finding, actions),
    basis(finding),
    h("button", { class: "more-about", onclick: () => actions.about(finding.rule), "aria-label": `${t("about")}：${finding.title}` }, t("about"))));
}

function fixes(finding, actions) {
  const usable = finding.fixes.filter((fix) => fix.edits.length);
  if (!usable.length) return null;
  return h("div", { class: "fixes" }, usable.map((fix) => h("button", {
    class: "fix", onclick: () => actions.apply(finding.id, finding.fixes.indexOf(fix)),
  }, h("span", { class: "verb" }, verb(fix)), fix.edits.every((edit) => !edit.text) ? null : h("span", {}, visible(fixText(fix))))));
}

const fixText = (fix) => fix.edits.map((edit) => edit.text).join(" … ");

function verb(fix) {
  if (fix.edits.every((edit) => !edit.text)) return t("remove");
  return t(fix.edits.every((edit) => edit.span.start === edit.span.end) ? "insertText" : "rewriteTo");
}

/** The clauses by how sure they are: law read, law by analogy, house policy. */
export function basisLines(finding) {
  const kinds = new Map();
  for (const one of finding.basis) {
    const kind = one.status === "analogy" || one.status === "policy" ? one.status : "basis";
    const note = one.status === "secondary" ? `（${t("secondary")}）` : "";
    kinds.set(kind, [...(kinds.get(kind) || []), `${one.instrument}${one.article}${note}`]);
  }
  return [...kinds].map(([kind, clauses]) => [t(kind), clauses.join("；")]);
}

function basis(finding) {
  return h("dl", { class: "basis" },
    basisLines(finding).map(([kind, clauses]) => h("div", {}, h("dt", {}, kind), h("dd", {}, visible(clauses)))));
}

/** A short explanation for the tip at the pointer. */
export function tipContent(findings) {
  return findings.map((finding) => h("div", { class: finding.severity },
    h("b", {}, h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[finding.severity]), ` ${visible(finding.title)}`),
    h("p", {}, visible(finding.message)),
    finding.advice ? h("p", { class: "advice" }, h("b", {}, t("advice")), visible(finding.advice)) : null));
}
