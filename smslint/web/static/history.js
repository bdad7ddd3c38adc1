// Versions of drafts, kept in this browser and nowhere else.

import { $, fill, h } from "./dom.js";
import { language, t } from "./i18n.js";
import { visible } from "./text.js";

const KEY = "smslint.history";
const MOST = 50;
let running = null; // the version of the draft being written, replaced as it grows
let open = () => {};
let compare = () => {};

function load() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found : [];
  } catch { return []; }
}

function store(versions) {
  try { localStorage.setItem(KEY, JSON.stringify(versions.slice(0, MOST))); } catch { /* full or closed: then no history */ }
  showHistory();
}

/** Keep a version; one that was not `asked` for replaces the last one of the same sitting. */
export function keep(version, asked) {
  const versions = load();
  if (versions[0] && versions[0].text === version.text) {
    versions[0] = { ...versions[0], ...version };
  } else {
    if (versions[0] && versions[0].at === running) versions.shift();
    versions.unshift({ ...version, at: Date.now() });
  }
  running = asked ? null : versions[0].at;
  store(versions);
}

export function startHistory(opener, comparer) {
  open = opener;
  compare = comparer;
  $("forget").addEventListener("click", () => { if (confirm(t("clearConfirm"))) store([]); });
}

export function showHistory() {
  const versions = load();
  $("forget").hidden = !versions.length;
  fill($("history"), versions.length ? versions.map(entry) : h("li", { class: "nothing" }, t("noneYet")));
}

function entry(version) {
  const when = new Date(version.at).toLocaleString(language() === "zh" ? "zh-CN" : "en", { dateStyle: "medium", timeStyle: "short" });
  return h("li", {},
    h("p", { class: `badge grade-${version.grade || "none"}` }, version.score === null ? "–" : String(version.score)),
    h("div", { class: "history-text" }, h("p", {}, visible(version.text)), h("small", {}, `${when} · ${t(version.form)}`)),
    h("div", { class: "actions" },
      h("button", { class: "soft", onclick: () => { running = null; open(version); } }, t("open")),
      h("button", { class: "plain", onclick: () => compare(version.text) }, t("toCompare")),
      h("button", { class: "plain danger", onclick: () => store(load().filter((one) => one.at !== version.at)) }, t("erase"))));
}
