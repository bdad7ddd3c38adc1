// The panels beside the editor: score with its sum, required content, the phone.

import { $, fill, h } from "./dom.js";
import { language, t } from "./i18n.js";
import { visible } from "./text.js";

const REQUIRED = [
  ["signature", "sig-missing"], ["recipient", "recipient-unaddressed"], ["amount", "amount-missing"],
  ["due_date", "due-date-missing"], ["channel", "channel-missing"], ["hotline", "hotline-missing"],
];
export const LENGTHS = ["shortest", "typical", "longest"];
export const PLATFORMS = ["aliyun", "tencent", "huawei"];

const tally = (record, severity) => record.findings.filter((one) => one.severity === severity && one.suppressed === null).length;

/** What the verdict is in a few words. */
export function verdict(record) {
  if (!record) return "verdictEmpty";
  if (tally(record, "error")) return "verdictErrors";
  if (tally(record, "warning")) return "verdictWarnings";
  return tally(record, "info") ? "verdictInfos" : "verdictClean";
}

export function spoken(record) {
  return t("spoken", {
    score: record.score, grade: record.grade, errors: tally(record, "error"), warnings: tally(record, "warning"), infos: tally(record, "info"),
  });
}

export function showScore(record) {
  const grade = record ? record.grade : "";
  fill($("score"),
    h("p", { class: `number grade-${grade || "none"}` }, h("b", { id: "score-number" }, record ? String(record.score) : "–"), h("span", {}, "/100")),
    h("div", { class: "verdict" },
      h("p", { class: "grade" }, record ? t("grade", { grade }) : ""),
      h("p", { class: "verdict-text" }, t(verdict(record))),
      meter(record)));
  $("sum-box").hidden = !record;
  fill($("sum"), record ? sumRows(record) : []);
}

function meter(record) {
  const bar = h("span", { class: `fill grade-${record ? record.grade : "none"}` });
  bar.style.width = `${record ? record.score : 0}%`;
  return h("div", { class: "meter", "aria-hidden": "true" }, bar);
}

function sumRows(record) {
  const titles = new Map(record.findings.map((one) => [one.rule, one.title]));
  const row = (name, points, kind = "") => h("tr", { class: kind }, h("th", { scope: "row" }, name), h("td", {}, points));
  const taken = record.contributions.map((one) => {
    const name = titles.has(one.rule) ? visible(titles.get(one.rule)) : t(one.rule);
    return row(name, `${one.points >= 0 ? "−" : "+"} ${Math.abs(one.points)}`);
  });
  return [h("tbody", {}, row(t("full"), "100"), taken, row(t("total"), `= ${record.score}`, "total"))];
}

/** The required content as a checklist; `actions` are `selectField(span)` and `fillRule(rule)`. */
export function showRequired(record, actions) {
  const items = REQUIRED.map(([kind, rule]) => state(record, kind, rule));
  const done = items.filter((item) => item.state === "ok").length;
  $("required-tally").textContent = record ? `${done}/${items.length}` : "";
  fill($("required"), items.map((item) => requiredItem(item, actions)));
}

function state(record, kind, rule) {
  const fields = record ? record.fields.filter((field) => field.kind === kind) : [];
  const finding = record ? record.findings.find((one) => one.rule === rule && one.suppressed === null) : null;
  if (finding) return { kind, rule, state: fields.length ? "weak" : "missing", fields, finding };
  if (fields.length) return { kind, rule, state: "ok", fields };
  return { kind, rule, state: record && record.text && record.form === "none" ? "free" : record ? "free" : "idle", fields };
}

const ICONS = { ok: "✓", missing: "✕", weak: "!", free: "–", idle: "○" };

function requiredItem(item, actions) {
  const field = item.fields[0];
  const label = h("span", { class: "what" }, t(item.kind), h("small", {}, t(`as${item.kind[0].toUpperCase()}${item.kind.slice(1)}`)));
  const icon = h("span", { class: "icon", "aria-hidden": "true" }, ICONS[item.state]);
  const value = h("span", { class: "value" }, valueOf(item, field));
  const kind = `item ${item.state}${item.finding ? ` ${item.finding.severity}` : ""}`;
  if (item.finding && item.finding.fixes.some((fix) => fix.edits.length)) {
    return h("li", { class: kind, "data-kind": item.kind }, icon, label, value,
      h("button", { class: "fix small", "aria-label": `${t("insertText")} ${t(item.kind)}`, onclick: () => actions.fillRule(item.rule) }, t("insertText")));
  }
  if (field) {
    return h("li", { class: kind, "data-kind": item.kind },
      h("button", { class: "whole", onclick: () => actions.selectField(field.span) }, icon, label, value));
  }
  return h("li", { class: kind, "data-kind": item.kind }, icon, label, value);
}

function valueOf(item, field) {
  if (item.state === "weak") return `${visible(field.raw)} · ${t("weak")}`;
  if (field) return item.fields.map(shownField).filter((one, at, all) => all.indexOf(one) === at).slice(0, 3).join("、");
  return { missing: t("notThere"), free: t("notNeeded") }[item.state] || "";
}

function shownField(field) {
  if (field.variable !== null) return `${visible(field.raw)} (${t("variable")})`;
  if (field.kind === "amount" && field.value !== null) return `¥${Number(field.value).toLocaleString(language() === "zh" ? "zh-CN" : "en", { minimumFractionDigits: 2 })}`;
  return visible(field.kind === "signature" ? String(field.value ?? field.raw) : field.raw);
}

/** The message on a phone, variables filled; how it is counted and billed. */
export function showPhone(record, length) {
  const signature = record ? record.fields.find((field) => field.kind === "signature") : null;
  $("phone-sender").textContent = signature ? visible(String(signature.value ?? signature.raw)) : t("sender");
  const preview = record ? record.preview[length] : null;
  fill($("bubble"), preview ? preview.pieces.map(piece) : h("span", { class: "faint" }, "…"));
  fill($("billing"), preview ? billing(preview) : []);
  const [first, more] = preview && preview.encoding === "gsm7" ? [160, 153] : [70, 67];
  $("per-part").textContent = preview ? t("perPart", { first, more }) : "";
  $("lengths").hidden = !record || !record.variables.length;
}

const piece = (one) => (one.variable === null ? visible(one.text)
  : h("span", { class: "filled", title: one.variable }, one.text));

function billing(preview) {
  const row = (name, value, id) => h("div", {}, h("dt", {}, name), h("dd", { id }, value));
  return [row(t("chars"), String(preview.length), "phone-chars"), row(t("parts"), String(preview.parts), "phone-parts"),
    row(t("encoding"), preview.encoding === "ucs2" ? "UCS-2" : "GSM-7", "phone-encoding")];
}

const range = (least, most) => (least === most ? String(least) : `${least}–${most}`);

/** The line below the editor. */
export function showCounts(record) {
  if (!record) { $("counts").textContent = ""; return; }
  const { shortest, longest } = record.preview;
  $("counts").textContent = record.variables.length
    ? t("countsVars", { chars: record.segments.length, filled: range(shortest.length, longest.length), parts: range(shortest.parts, longest.parts) })
    : t("counts", { chars: record.segments.length, parts: record.segments.parts });
}
