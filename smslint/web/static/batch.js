// A file of drafts: dropped, checked row by row, shown as a table with the worst first, and given back annotated.

import * as api from "./api.js";
import { $, download, fill, h, toast } from "./dom.js";
import { language, t } from "./i18n.js";
import { visible } from "./text.js";

const PAGE = 200; // rows shown at a time
const state = { file: null, rows: [], errors: [], order: "score", up: true, shown: PAGE };
let running = null;

export function startBatch(open) {
  const drop = $("drop");
  $("file").addEventListener("change", () => { if ($("file").files[0]) check($("file").files[0], open); $("file").value = ""; });
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      $("tab-batch").click();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    const file = event.dataTransfer && event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    drop.classList.remove("over");
    check(file, open);
  });
  $("get-workbook").addEventListener("click", () => give("workbook", $("get-workbook")));
  $("get-report").addEventListener("click", () => give("report", $("get-report")));
  $("more-rows").addEventListener("click", () => { state.shown += PAGE * 5; show(open); });
}

const query = () => ({ name: state.file.name, lang: language(), ...($("column").value.trim() ? { column: $("column").value.trim() } : {}) });

async function check(file, open) {
  if (running) running.abort();
  running = new AbortController();
  Object.assign(state, { file, rows: [], errors: [], shown: PAGE, order: "score", up: true });
  $("batch-result").hidden = true;
  say("");
  progress(0, 0);
  try {
    let all = 0;
    await api.lintFile(file, query(), (line) => {
      if (line.error) say(reason(line.error));
      else if ("drafts" in line) { all = line.drafts; state.errors = line.errors; } else { state.rows.push(line); }
      progress(state.rows.length, all);
    }, running.signal);
    show(open);
  } catch (error) {
    if (error.name !== "AbortError") say(reason(error));
    if (error.code === "no-column") $("column").focus();
  } finally {
    $("progress").hidden = true;
  }
}

const REASONS = {
  "unknown-file": "fileUnknown", "unreadable-file": "fileUnreadable", "no-column": "noColumn", "body-too-large": "fileLarge",
  "too-many-drafts": "fileMany", "draft-too-long": "fileLong", "too-much-work": "fileSlow", busy: "busy",
};

/** Why a file was refused, in the person's words. */
const reason = (error) => (error.code in REASONS ? t(REASONS[error.code], { detail: error.message || error.detail }) : error.message || error.detail);

function say(text) {
  $("batch-problem").textContent = text;
  $("batch-problem").hidden = !text;
}

function progress(done, all) {
  $("progress").hidden = false;
  $("bar").max = all || 1;
  $("bar").value = done;
  $("progress-text").textContent = all ? t("checking", { done, all }) : t("reading");
}

async function give(kind, button) {
  button.disabled = true;
  toast(t("fetching"));
  try {
    const { blob, name } = await api.fileAnswer(kind, state.file, query());
    download(blob, name);
  } catch (error) {
    say(reason(error));
  } finally {
    button.disabled = false;
  }
}

const COLUMNS = [["score", "colScore"], ["index", "colPlace"], ["form", "colForm"], [null, "colText"], ["errors", "colFindings"]];
const VALUES = {
  score: (row) => row.score, index: (row) => row.index, form: (row) => row.form,
  errors: (row) => row.errors * 10_000 + row.warnings * 100 + row.infos,
};

function show(open) {
  $("batch-result").hidden = false;
  $("batch-name").textContent = visible(state.file.name);
  $("batch-summary").textContent = summary();
  const value = VALUES[state.order];
  const sorted = [...state.rows].sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a.index - b.index));
  if (!state.up) sorted.reverse();
  fill($("rows"), h("thead", {}, h("tr", {}, COLUMNS.map((column) => head(column, open)), h("th", {}, h("span", { class: "hidden" }, t("open"))))),
    h("tbody", {}, sorted.slice(0, state.shown).map((row) => line(row, open))));
  const left = sorted.length - state.shown;
  $("more-rows").hidden = left <= 0;
  $("more-rows").textContent = t("showMore", { count: Math.min(left, PAGE * 5) });
}

function summary() {
  const { rows, errors } = state;
  const bad = rows.filter((row) => row.errors).length;
  const warn = rows.filter((row) => !row.errors && row.warnings).length;
  const mean = rows.length ? Math.round(rows.reduce((sum, row) => sum + row.score, 0) / rows.length) : 0;
  return t("batchDone", { drafts: rows.length, bad, warn, good: rows.length - bad - warn, mean })
    + (errors.length ? `${t("unread", { count: errors.length })}：${errors.slice(0, 3).join("；")}` : "");
}

function head([key, label], open) {
  if (!key) return h("th", { scope: "col" }, t(label));
  const sorted = state.order === key;
  return h("th", { scope: "col", "aria-sort": sorted ? (state.up ? "ascending" : "descending") : null },
    h("button", { class: "sort", onclick: () => { state.up = sorted ? !state.up : key !== "errors"; state.order = key; show(open); } },
      t(label), h("span", { "aria-hidden": "true" }, sorted ? (state.up ? " ↑" : " ↓") : "")));
}

function line(row, open) {
  return h("tr", {},
    h("td", {}, h("span", { class: `badge grade-${row.grade}` }, String(row.score))),
    h("td", { class: "place" }, row.pointer || String(row.line ?? row.index + 1), row.id ? h("small", {}, visible(row.id)) : null),
    h("td", {}, t(row.form)),
    h("td", { class: "words" }, h("bdi", {}, visible(row.text))),
    h("td", { class: "titles" }, row.titles.length ? visible(row.titles.slice(0, 4).join("、")) + (row.titles.length > 4 ? ` +${row.titles.length - 4}` : "") : "✓"),
    h("td", {}, h("button", { class: "soft", onclick: () => open({ text: row.text, form: row.form_given ? row.form : "auto", facts: row.facts }) }, t("open"))));
}
