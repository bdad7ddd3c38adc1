// Rewrites as edits of the text: offsets of the service turned into those of the browser.

import { ordered } from "./findings.js";
import { mergeEdits, utf16Offsets } from "./text.js";

const inserts = (fix) => fix.edits.length > 0 && fix.edits.every((edit) => edit.span.start === edit.span.end);

/** The findings of something missing that can be put in. */
export const fillable = (record) => (record
  ? ordered(record).filter((one) => !one.match && one.fixes.length && inserts(one.fixes[0])) : []);

/** The finding of a rule that offers a rewrite. */
export const fixableBy = (record, rule) => record.findings.find((one) => one.rule === rule && one.fixes.length);

/** Fixes of a record as the one replacement that makes them all, in UTF-16 units; null for none. */
export function replacementFor(record, fixes) {
  const at = utf16Offsets(record.text);
  const edits = fixes.flatMap((fix) => fix.edits).map((edit) => ({ start: at[edit.span.start], end: at[edit.span.end], text: edit.text }));
  return mergeEdits(record.text, edits);
}
