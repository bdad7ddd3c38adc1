// Offsets, edits and differences of texts: pure functions.

/** The service counts code points, the browser UTF-16 units: `at[codePoint]` is the unit where it begins. */
export function utf16Offsets(text) {
  const at = [];
  let unit = 0;
  for (const char of text) {
    at.push(unit);
    unit += char.length;
  }
  at.push(unit);
  return at;
}

/** What was typed between two texts: units `start`–`end` of the old one became `start`–`newEnd` of the new one. */
export function editBetween(before, after) {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < least - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { start, end: before.length - tail, newEnd: after.length - tail };
}

/** Marks moved along with an edit; those that the edit touches are gone. */
export function shiftMarks(marks, edit) {
  const by = edit.newEnd - edit.end;
  const moved = [];
  for (const mark of marks) {
    if (mark.end <= edit.start) moved.push(mark);
    else if (mark.start >= edit.end) moved.push({ ...mark, start: mark.start + by, end: mark.end + by });
  }
  return moved;
}

/** Several edits (units) as one replacement, so that one undo takes all of them back. */
export function mergeEdits(text, edits) {
  const ordered = edits.map((edit, at) => ({ ...edit, at }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.at - b.at);
  const kept = [];
  let last = -1;
  for (const edit of ordered) {
    if (edit.start < last) continue;
    kept.push(edit);
    last = edit.end;
  }
  if (!kept.length) return null;
  const start = kept[0].start;
  let replacement = "";
  let position = start;
  for (const edit of kept) {
    replacement += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return { start, end: position, text: replacement };
}

const HIDDEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Characters that are not seen or reorder others, made visible. */
export const visible = (text) =>
  text.replace(HIDDEN, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);

export const hiddenCount = (text) => (text.match(HIDDEN) || []).length;
export const withoutHidden = (text) => text.replace(HIDDEN, "");

const MOST_CELLS = 4_000_000;

/** Two texts as runs `{kind: "same" | "gone" | "new", text}` by their longest common subsequence. */
export function difference(before, after) {
  const a = [...before];
  const b = [...after];
  if (a.length * b.length > MOST_CELLS) return [{ kind: "gone", text: before }, { kind: "new", text: after }];
  return runs(a, b, lengths(a, b));
}

function lengths(a, b) {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = a[i] === b[j]
        ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  return table;
}

function runs(a, b, table) {
  const width = b.length + 1;
  const found = [];
  const add = (kind, char) => {
    const last = found[found.length - 1];
    if (last && last.kind === kind) last.text += char;
    else found.push({ kind, text: char });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { add("same", a[i]); i += 1; j += 1; }
    else if (j >= b.length || (i < a.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) { add("gone", a[i]); i += 1; }
    else { add("new", b[j]); j += 1; }
  }
  return found;
}
