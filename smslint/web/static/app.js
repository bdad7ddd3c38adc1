// The page put together: one state, one way from a keystroke to what is shown.

import * as api from "./api.js";
import { startBatch } from "./batch.js";
import { FORMS, showForms, showKeys, showLengths, showPlatforms } from "./choices.js";
import { compareWith, startCompare } from "./compare.js";
import { $, copy, fill, h, toast } from "./dom.js";
import { Editor } from "./editor.js";
import { drawFacts, factLabel, facts, setFact, setFacts } from "./facts.js";
import { ordered, showFindings } from "./findings.js";
import { keep, showHistory, startHistory } from "./history.js";
import { language, switchLanguage, t, translate } from "./i18n.js";
import { fillable, fixableBy, replacementFor } from "./mend.js";
import { showCounts, showPhone, showRequired, showScore, spoken } from "./panels.js";
import { plainReport } from "./report.js";
import { openRule } from "./rule.js";
import { openTab, startTabs } from "./tabs.js";
import { hiddenCount, utf16Offsets, withoutHidden } from "./text.js";
import { hideTip, scrolled, showTip } from "./tip.js";

const PAUSE = 20; // ms after a keystroke before the draft is sent
const IDLE = 900; // ms of rest before the verdict is spoken
const WIDE = "(min-width: 1000px)";
const KEEP = 4000; // ms of rest before a version is kept
const SAMPLE = "【某某银行】张先生，您尾号1234的贷款已逾期35天，欠款3,256.80元，今天是最后期限，否则我们将联系您的家人和单位，后果自负。";

const state = { record: null, current: null, form: "auto", length: "typical", typedAt: 0 };
const timers = { send: 0, speak: 0, keep: 0, again: 0 };
let asking = null;

const editor = new Editor($("draft"), $("mirror"), { changed, pointed, chosen });
const actions = { apply, select, light, selectField, fillRule, about: openRule };

function changed(text, composing) {
  state.typedAt = performance.now();
  showHiddenNote(text);
  if (!composing) schedule();
}

/** Check again soon. */
function schedule() {
  $("results").setAttribute("aria-busy", "true");
  clearTimeout(timers.send);
  timers.send = setTimeout(check, PAUSE);
}

async function check() {
  const text = editor.text;
  if (asking) asking.abort();
  if (!text.trim()) { answered(null); return; }
  asking = new AbortController();
  try {
    const record = await api.lint({ text, form: state.form, facts: facts(), lang: language() }, asking.signal);
    if (record.text === editor.text && !editor.composing) answered(record);
  } catch (error) {
    if (error.name !== "AbortError") failed(error);
  }
}

function answered(record) {
  state.record = record;
  state.current = null;
  problem("");
  editor.show(record ? ordered(record).map((one) => ({
    id: one.id, severity: one.severity, start: one.span.utf16_start, end: one.span.utf16_end,
  })) : []);
  show();
  $("results").setAttribute("aria-busy", "false");
  if (record) requestAnimationFrame(() => performance.measure("keystroke", { start: state.typedAt, end: performance.now() }));
  clearTimeout(timers.speak);
  clearTimeout(timers.keep);
  if (record) timers.speak = setTimeout(() => { $("live").textContent = spoken(record); }, IDLE);
  if (record) timers.keep = setTimeout(() => keep(version(), false), KEEP);
}

function failed(error) {
  if (error.status === 401) { $("token").showModal(); return; }
  if (error.status === 422) {
    if (error.code === "draft-too-long") answered(null);
    $("results").setAttribute("aria-busy", "false");
    problem(error.code === "draft-too-long" ? t("tooLong") : wrongFact(error.message));
    return;
  }
  problem(t(error.status === 503 ? "busy" : "offline"));
  clearTimeout(timers.again);
  timers.again = setTimeout(check, 1500);
}

function wrongFact(detail) {
  const name = /fact '([^']+)'/.exec(detail);
  return name ? t("badFact", { name: factLabel(name[1]) }) : detail;
}

function problem(text) {
  const why = $("form-why");
  why.classList.toggle("bad", Boolean(text));
  why.textContent = text || whyText();
}

function whyText() {
  const { record } = state;
  if (!record) return "";
  if (record.form_given) return t("whyGiven", { form: t(record.form) });
  return t("why", { form: t(record.form), reason: record.form_reason }); // the reasons are in Chinese: English leaves them out
}

/** Draw everything anew from the state. */
function show() {
  const { record } = state;
  problem("");
  showForms(state, chooseForm);
  showScore(record);
  showFindings(record, state.current, actions);
  showRequired(record, actions);
  showPhone(record, state.length);
  showCounts(record);
  showFill();
}

function showFill() {
  const missing = fillable(state.record);
  $("fill").hidden = missing.length < 2;
  $("fill").textContent = t("fillAll", { count: missing.length });
}

function mend(fixes, said) {
  if (!state.record || state.record.text !== editor.text) return;
  const replacement = replacementFor(state.record, fixes);
  if (!replacement) return;
  editor.replace(replacement);
  toast(t(said));
}

function apply(id, fix) {
  mend([state.record.findings[id].fixes[fix]], "applied");
}

function fillAll() {
  mend(fillable(state.record).map((one) => one.fixes[0]), "filled");
}

function fillRule(rule) {
  const finding = fixableBy(state.record, rule);
  if (finding) mend([finding.fixes[0]], "filled");
}

function light(id) {
  state.current = id;
  editor.highlight(id);
  for (const card of $("findings").querySelectorAll(".finding")) card.classList.toggle("current", card.id === `finding-${id}`);
}

function select(id) {
  light(id);
  editor.select(id);
  showTip([state.record.findings[id]], [id], null);
}

function selectField(span) {
  const at = utf16Offsets(state.record.text);
  if (state.record.text === editor.text) editor.selectRange(at[span.start], at[span.end]);
}

/** The cursor stands in these findings. */
function chosen(found) {
  hideTip();
  if (!found.length) return;
  light(found[0]);
  if (matchMedia(WIDE).matches) bringCard(found[0]);
  else if (state.record) showTip(found.map((id) => state.record.findings[id]), found, null); // the list is far below
}

/** Bring the card of a finding into view where the list scrolls by itself. */
function bringCard(id) {
  if (matchMedia(WIDE).matches) $(`finding-${id}`)?.scrollIntoView({ block: "nearest" });
}

function pointed(found, place) {
  if (found.length && state.record) showTip(found.map((id) => state.record.findings[id]), found, place);
  else hideTip();
}

/** Go to the next (1) or previous (-1) finding by place, say it and show its explanation. */
function step(by) {
  const places = state.record ? ordered(state.record).sort((a, b) => a.span.start - b.span.start || a.id - b.id) : [];
  if (!places.length) return;
  const at = places.findIndex((one) => one.id === state.current);
  const next = places[at < 0 ? (by > 0 ? 0 : places.length - 1) : (at + by + places.length) % places.length];
  select(next.id);
  bringCard(next.id);
  $("live").textContent = `${t(next.severity)}：${next.title}。${next.message}。${next.advice}`;
}

function applyCurrent() {
  const finding = state.record && state.current !== null ? state.record.findings[state.current] : null;
  const fix = finding ? finding.fixes.findIndex((one) => one.edits.length) : -1;
  if (fix >= 0) apply(state.current, fix);
}

function showHiddenNote(text) {
  const count = hiddenCount(text);
  $("hidden-note").hidden = !count;
  if (count) fill($("hidden-note"), t("hidden", { count }), " ", h("button", { class: "plain", onclick: () => editor.setText(withoutHidden(editor.text)) }, t("removeHidden")));
}

function version() {
  const { record } = state;
  return { text: editor.text, form: state.form, facts: facts(), score: record ? record.score : null, grade: record ? record.grade : null };
}

/** Put a draft from elsewhere into the editor. */
function openDraft({ text, form, facts: given }) {
  openTab("draft");
  state.form = FORMS.includes(form) ? form : "auto";
  setFacts(given);
  drawFacts(schedule);
  showPlatforms();
  editor.setText(text);
  schedule();
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "F8") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
  else if (event.key === "Escape") hideTip();
  else if (event.altKey && event.key === "Enter") { event.preventDefault(); applyCurrent(); }
  else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
}

function save() {
  if (!editor.text.trim()) return;
  keep(version(), true);
  toast(t("saved"));
}

const copyTo = async (text) => toast(t(await copy(text) ? "copied" : "notCopied"));

function chooseForm(form) {
  state.form = form;
  schedule();
}

function chooseLength(length) {
  state.length = length;
  showPhone(state.record, length);
}

/** All that carries words, in the present language. */
function redraw() {
  translate();
  $("lang").textContent = t("other");
  $("lang").lang = language() === "zh" ? "en" : "zh-CN";
  drawFacts(schedule);
  showPlatforms();
  showLengths(state, chooseLength);
  showKeys();
  show();
  showHistory();
  schedule();
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("smslint.theme", root.dataset.theme); } catch { /* then for this page only */ }
}

function listen() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("scroll", scrolled, { passive: true });
  const clicks = {
    lang: () => { switchLanguage(); redraw(); }, theme: switchTheme, "keys-open": () => $("keys").showModal(), fill: fillAll, save,
    sample: () => editor.setText(SAMPLE), clear: () => editor.setText(""),
    "copy-draft": () => copyTo(editor.text), "copy-report": () => state.record && copyTo(plainReport(state.record)),
  };
  for (const [id, click] of Object.entries(clicks)) $(id).addEventListener("click", click);
  $("platform").addEventListener("change", () => { setFact("platform", $("platform").value); schedule(); });
  $("facts").addEventListener("submit", (event) => event.preventDefault());
  $("token").addEventListener("close", () => { api.setToken($("token-value").value); schedule(); });
}

startTabs();
listen();
startBatch(openDraft);
startCompare();
startHistory(openDraft, (text) => compareWith(text, editor.text));
redraw();
api.health().then((found) => { $("version").textContent = `smslint ${found.version} · ${found.packs.map((one) => `${one.id} ${one.version}`).join(" · ")}`; }, () => {});
if (matchMedia(WIDE).matches) $("draft").focus();
