// The explanation beside a finding in the text, at the pointer or at the words.

import { $, fill, h } from "./dom.js";
import { tipContent } from "./findings.js";
import { t } from "./i18n.js";

const MOST = 3;
const EDGE = 8;
const STEADY = 300; // ms in which scrolling is our own, bringing the words into view
let shownAt = 0;

/** Explain `findings`; `ids` are theirs in the editor, `place` is the pointer's (none: at the words). */
export function showTip(findings, ids, place) {
  const mark = $("mirror").querySelector(`[data-ids~="${ids[0]}"]`);
  if (!findings[0] || !mark) return;
  const tip = $("tip");
  const rest = findings.length - MOST;
  fill(tip, tipContent(findings.slice(0, MOST)), rest > 0 ? h("p", { class: "lead" }, t("andMore", { count: rest })) : null);
  tip.hidden = false;
  shownAt = performance.now();
  const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
  const left = place ? place.x - 20 : box.left;
  const [above, below] = place ? [place.y - 12, place.y + 18] : [box.top - 8, box.bottom + 8];
  const fits = below + tip.offsetHeight <= innerHeight;
  tip.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - tip.offsetWidth - EDGE))}px`;
  tip.style.top = `${fits ? below : Math.max(EDGE, above - tip.offsetHeight)}px`;
}

/** The page was scrolled: the words are elsewhere now. */
export function scrolled() {
  if (performance.now() - shownAt > STEADY) hideTip();
}

export function hideTip() {
  $("tip").hidden = true;
}
