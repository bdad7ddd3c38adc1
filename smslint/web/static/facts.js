// The form of facts: what the sender knows and the text cannot prove. Only what is filled in is sent.

import { $, fill, h } from "./dom.js";
import { language, t } from "./i18n.js";

const ROLES = [["debtor", "债务人本人", "the debtor"], ["guarantor", "担保人", "a guarantor"], ["spouse_related", "配偶等相关人", "spouse or related"],
  ["contact", "紧急联系人", "a contact"], ["unknown", "不清楚", "not known"]];
const MAIN = [
  ["litigation.filed", "bool", "已立案", "Case filed"], ["litigation.case_no", "text", "案号", "Case number"],
  ["litigation.court", "text", "受理法院", "Court"], ["reports_credit", "bool", "报送征信", "Reports to the credit bureau"],
  ["agency", "text", "受托催收机构", "Collection agency"], ["agency_published", "bool", "机构已公示", "Agency is published"],
  ["overdue_days", "number", "逾期天数", "Days overdue"], ["recipient_role", "role", "收件人是谁", "Who the reader is"],
];
const MORE = [
  ["creditor", "text", "债权人", "Creditor"], ["assigned", "bool", "债权已转让", "Debt assigned"], ["total", "number", "应还总额（元）", "Total owed (yuan)"],
  ["due_date", "date", "合同还款日", "Contract due date"], ["send_at", "datetime", "发送时间", "Sent at"],
  ["prior_notice_sent", "bool", "已事先告知不良信息", "Prior notice given"], ["judgment_no", "text", "判决书号", "Judgment number"],
  ["enforcement_no", "text", "执行案号", "Enforcement number"], ["preservation_no", "text", "保全裁定号", "Preservation order"],
  ["law_firm.name", "text", "律师事务所", "Law firm"], ["law_firm.licence", "text", "律所执业证号", "Law firm licence"],
  ["police_receipt", "text", "报案回执", "Police receipt"], ["offer.id", "text", "减免方案编号", "Offer number"], ["offer.valid_until", "date", "减免有效期至", "Offer valid until"],
  ["lost_contact", "bool", "本人失联", "Debtor cannot be reached"], ["disputed", "bool", "客户有异议", "Disputed"], ["settled", "bool", "已结清", "Settled"],
  ["represented", "bool", "已委托律师", "Represented by a lawyer"],
  ["opted_out", "bool", "客户已拒收", "Opted out"], ["third_party_refused", "bool", "第三人拒绝联系", "Third party refused"], ["consent_night", "bool", "同意夜间联系", "Consents to night contact"],
];
const values = new Map();

/** The facts that are filled in, by dotted name. */
export const facts = () => Object.fromEntries(values);

export function setFacts(given) {
  values.clear();
  for (const [name, value] of Object.entries(given || {})) values.set(name, String(value));
}

/** What the form calls a fact. */
export function factLabel(name) {
  const spec = [...MAIN, ...MORE].find(([one]) => one === name);
  return spec ? spec[language() === "zh" ? 2 : 3] : name;
}

/** Draw the form in the present language; `changed()` after every change. */
export function drawFacts(changed) {
  const make = (spec) => factField(spec, changed);
  fill($("facts"), MAIN.map(make), h("details", { class: "more", open: MORE.some(([name]) => values.has(name)) }, h("summary", {}, t("moreFacts")),
    h("div", { class: "facts" }, MORE.map(make))));
  tally();
}

function tally() {
  const count = [...values.keys()].filter((name) => name !== "platform").length;
  $("facts-tally").textContent = count ? t("given", { count }) : "";
}

function factField([name, kind], changed) {
  const input = control(kind, name);
  input.id = `fact-${name}`;
  input.name = name;
  input.value = values.get(name) || "";
  input.addEventListener(input.tagName === "SELECT" ? "change" : "input", () => {
    if (input.value.trim()) values.set(name, input.value.trim()); else values.delete(name);
    tally();
    changed();
  });
  return h("label", { class: "field" }, h("span", {}, factLabel(name)), input);
}

function control(kind) {
  const option = ([value, label]) => h("option", { value }, label);
  if (kind === "bool") return h("select", {}, [["", t("unknown")], ["true", t("yes")], ["false", t("no")]].map(option));
  if (kind === "role") return h("select", {}, [["", t("unknown")], ...ROLES.map(([value, zh, en]) => [value, language() === "zh" ? zh : en])].map(option));
  if (kind === "number") return h("input", { type: "text", inputmode: "decimal" });
  return h("input", { type: { date: "date", datetime: "datetime-local" }[kind] || "text" });
}

export function setFact(name, value) {
  if (value) values.set(name, value); else values.delete(name);
}
