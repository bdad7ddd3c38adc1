// What a rule is about, with wrong and right examples, in a dialog.

import * as api from "./api.js";
import { $, fill, h } from "./dom.js";
import { basisLines, SIGNS } from "./findings.js";
import { language, t } from "./i18n.js";
import { visible } from "./text.js";

/** Open the explanation of a rule. */
export async function openRule(id) {
  try {
    const rule = await api.rule(id);
    fill($("rule-body"), content(rule));
    $("h-rule").textContent = rule.title[language()];
    $("rule").showModal();
  } catch (error) {
    fill($("rule-body"), h("p", { class: "problem" }, error.message));
  }
}

function content(rule) {
  const words = (texts) => visible(texts[language()] || "");
  return [
    h("p", { class: "lead" }, `${SIGNS[rule.severity]} ${t(rule.severity)} · ${t("rule", { rule: rule.id })}`),
    h("p", {}, words(rule.message).replaceAll("{match}", "…")),
    rule.advice[language()] ? h("p", { class: "advice" }, h("b", {}, t("advice")), words(rule.advice)) : null,
    h("dl", { class: "basis" }, basisLines(rule).map(([kind, clauses]) => h("div", {}, h("dt", {}, kind), h("dd", {}, visible(clauses))))),
    examples("wrongExamples", rule.bad, "bad"),
    examples("rightExamples", rule.good, "good"),
  ];
}

function examples(title, texts, kind) {
  if (!texts.length) return null;
  return h("section", {}, h("h3", {}, t(title)), h("ul", { class: `examples ${kind}` }, texts.slice(0, 5).map((text) => h("li", {}, visible(text)))));
}
