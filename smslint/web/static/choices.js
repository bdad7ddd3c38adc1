// What is chosen beside the text: the form, the length of variables, the gateway; and the list of keys.

import { $, fill, h } from "./dom.js";
import { facts } from "./facts.js";
import { t } from "./i18n.js";
import { LENGTHS, PLATFORMS } from "./panels.js";

export const FORMS = ["auto", "reminder", "soft", "formal", "none"];
const KEYS = [["F8", "keyNext"], ["Shift + F8", "keyPrevious"], ["Alt + Enter", "keyApply"], ["Ctrl + S", "keySave"], ["Ctrl + Z", "keyUndo"],
  ["← →", "keyTabs"], ["Esc", "keyEscape"]];

/** The forms, the inferred one told beside `auto`; drawn once, so that the focus stays where it is. */
export function showForms(state, choose) {
  const inferred = state.record && !state.record.form_given ? state.record.form : null;
  const box = $("forms");
  if (!box.querySelector("input")) {
    box.append(...FORMS.map((form) => h("label", { class: "segment" },
      h("input", { type: "radio", name: "form", value: form, onchange: () => choose(form) }), h("span", { id: `form-${form}` }))));
  }
  for (const form of FORMS) {
    $(`form-${form}`).textContent = form === "auto" && inferred ? t("autoIs", { form: t(inferred) }) : t(form);
    box.querySelector(`[value=${form}]`).checked = form === state.form;
  }
}

export function showLengths(state, choose) {
  fill($("lengths"), h("legend", {}, t("lengths")), LENGTHS.map((name) => h("label", { class: "segment" },
    h("input", { type: "radio", name: "length", value: name, checked: name === state.length, onchange: () => choose(name) }), h("span", {}, t(name)))));
}

export function showPlatforms() {
  const chosen = facts().platform || "";
  fill($("platform"), ["", ...PLATFORMS].map((name) => h("option", { value: name, selected: name === chosen }, t(name || "anyGateway"))));
}

export function showKeys() {
  fill($("keys-list"), KEYS.map(([keys, what]) => h("div", {}, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, t(what)))));
}
