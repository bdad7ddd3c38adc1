// Two versions side by side: what changed in the text, what that did to the findings and the score.

import * as api from "./api.js";
import { $, fill, h } from "./dom.js";
import { SIGNS } from "./findings.js";
import { language, t } from "./i18n.js";
import { openTab } from "./tabs.js";
import { difference, visible } from "./text.js";

const SIDES = ["left", "right"];
let timer = 0;
let round = 0;

export function startCompare() {
  for (const side of SIDES) $(side).addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(run, 80); });
  $("tab-compare").addEventListener("click", run);
}

/** Open the view with two texts. */
export function compareWith(before, after) {
  $("left").value = before;
  $("right").value = after;
  openTab("compare");
  run();
}

async function run() {
  const number = round += 1;
  const texts = SIDES.map((side) => $(side).value);
  if (!texts.every((text) => text.trim())) {
    SIDES.forEach((side) => { $(`${side}-score`).textContent = ""; });
    fill($("compare-result"), h("p", { class: "lead" }, t("compareEmpty")));
    return;
  }
  try {
    const records = await Promise.all(texts.map((text) => api.lint({ text, lang: language() })));
    if (number === round) show(records);
  } catch (error) {
    if (number === round) fill($("compare-result"), h("p", { class: "problem" }, error.message));
  }
}

function show(records) {
  SIDES.forEach((side, at) => { $(`${side}-score`).textContent = `${records[at].score}/100 ${t("grade", { grade: records[at].grade })} · ${t(records[at].form)}`; });
  const [before, after] = records;
  const key = (one) => `${one.rule} ${one.match}`;
  const [olds, news] = records.map((record) => new Set(record.findings.map(key)));
  fill($("compare-result"),
    h("p", { class: "score-change" }, h("span", { class: `badge grade-${before.grade}` }, String(before.score)), h("span", { "aria-hidden": "true" }, "→"),
      h("span", { class: `badge grade-${after.grade}` }, String(after.score))),
    h("h3", {}, t("changes")),
    h("p", { class: "diff" }, difference(before.text, after.text).map(run_)),
    h("div", { class: "three" },
      list(t("solved"), before.findings.filter((one) => !news.has(key(one))), "solved"),
      list(t("fresh"), after.findings.filter((one) => !olds.has(key(one))), "fresh"),
      list(t("remaining"), after.findings.filter((one) => olds.has(key(one))), "remaining")));
}

const run_ = (one) => ({ same: visible(one.text), gone: h("del", {}, visible(one.text)), new: h("ins", {}, visible(one.text)) })[one.kind];

function list(title, findings, kind) {
  return h("section", { class: `outcome ${kind}` }, h("h3", {}, `${title} ${findings.length}`),
    findings.length ? h("ul", {}, findings.map((one) => h("li", { class: one.severity },
      h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[one.severity]), ` ${visible(one.title)}`, one.match ? h("q", {}, visible(one.match)) : null)))
      : h("p", { class: "lead" }, t("nothing")));
}
