// The editor: a plain textarea, and behind it a mirror of its text with the findings underlined.
// The textarea's own value is only ever changed through the browser's editing commands, so that undo, the cursor and
// input methods work as everywhere else.

import { fill, h } from "./dom.js";
import { editBetween, shiftMarks } from "./text.js";

const RANK = { error: 3, warning: 2, info: 1 };

export class Editor {
  /** `changed(text, composing)` after every edit, `pointed(ids, place)` when findings are pointed at (or none). */
  constructor(area, mirror, { changed, pointed, chosen }) {
    this.area = area;
    this.mirror = mirror;
    this.marks = [];
    this.current = null;
    this.composing = false;
    this.text = area.value;
    this.changed = changed;
    area.addEventListener("compositionstart", () => { this.composing = true; });
    area.addEventListener("compositionend", () => { this.composing = false; this.edited(); });
    area.addEventListener("input", () => this.edited());
    area.addEventListener("mousemove", (event) => pointed(this.at(event), { x: event.clientX, y: event.clientY }));
    area.addEventListener("mouseleave", () => pointed([], null));
    area.addEventListener("click", () => chosen(this.under(area.selectionStart)));
    area.addEventListener("keyup", (event) => {
      if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") chosen(this.under(area.selectionStart));
    });
    this.draw();
  }

  /** The text changed by whatever means: the marks move along until the next answer. */
  edited() {
    const text = this.area.value;
    if (text !== this.text) {
      this.marks = shiftMarks(this.marks, editBetween(this.text, text));
      this.text = text;
      this.draw();
    }
    this.changed(text, this.composing);
  }

  /** Show the findings of an answer: `{id, start, end, severity}` in UTF-16 units of the present text. */
  show(marks) {
    this.marks = marks;
    this.draw();
  }

  highlight(id) {
    if (this.current === id) return;
    this.current = id;
    this.draw();
  }

  draw() {
    const { text, marks } = this;
    const edges = new Set([0, text.length]);
    for (const mark of marks) edges.add(mark.start).add(mark.end);
    const places = [...edges].filter((edge) => edge <= text.length).sort((a, b) => a - b);
    const pieces = [];
    for (let at = 0; at < places.length; at += 1) {
      pieces.push(this.gap(places[at]));
      if (at + 1 < places.length) pieces.push(this.piece(places[at], places[at + 1]));
    }
    fill(this.mirror, pieces, "\u200b"); // so that a last line without characters has its height
  }

  gap(place) {
    const here = this.marks.filter((mark) => mark.start === place && mark.end === place);
    return here.length ? h("span", { class: `gap ${worst(here)}${this.lit(here)}`, "data-ids": ids(here) }) : null;
  }

  piece(start, end) {
    const here = this.marks.filter((mark) => mark.start <= start && end <= mark.end && mark.start < mark.end);
    const text = this.text.slice(start, end);
    return here.length ? h("mark", { class: worst(here) + this.lit(here), "data-ids": ids(here) }, text) : text;
  }

  lit(here) {
    return here.some((mark) => mark.id === this.current) ? " lit" : "";
  }

  /** The findings under the pointer, found in the mirror behind the textarea. */
  at(event) {
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const mark = under.find((element) => this.mirror.contains(element) && element.dataset.ids);
    return mark ? mark.dataset.ids.split(" ").map(Number) : [];
  }

  /** The findings around the cursor, the shortest first. */
  under(place) {
    return this.marks.filter((mark) => mark.start <= place && place <= mark.end && mark.start < mark.end)
      .sort((a, b) => (a.end - a.start) - (b.end - b.start)).map((mark) => mark.id);
  }

  /** Select the characters of a finding and bring them into view. */
  select(id) {
    const mark = this.marks.find((one) => one.id === id);
    if (!mark) return;
    this.area.focus();
    this.area.setSelectionRange(mark.start, mark.end);
    this.mirror.querySelector(`[data-ids~="${id}"]`)?.scrollIntoView({ block: "nearest" });
  }

  selectRange(start, end) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
  }

  /** Replace units `start`–`end` as if typed: one step for undo. */
  replace({ start, end, text }) {
    const { area } = this;
    area.focus();
    area.setSelectionRange(start, end);
    const done = text ? document.execCommand("insertText", false, text) : start === end || document.execCommand("delete");
    if (!done) {
      area.setRangeText(text, start, end, "end");
      this.edited();
    }
  }

  setText(text) {
    this.replace({ start: 0, end: this.area.value.length, text });
  }
}

const worst = (marks) => marks.reduce((one, mark) => (RANK[mark.severity] > RANK[one] ? mark.severity : one), "info");
const ids = (marks) => marks.map((mark) => mark.id).join(" ");
