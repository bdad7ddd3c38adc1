// The views as tabs: arrow keys between them, one in the tab order.

import { $ } from "./dom.js";

const VIEWS = ["draft", "batch", "compare", "history"];

export function openTab(name) {
  for (const view of VIEWS) {
    const chosen = view === name;
    $(`view-${view}`).hidden = !chosen;
    $(`tab-${view}`).setAttribute("aria-selected", String(chosen));
    $(`tab-${view}`).tabIndex = chosen ? 0 : -1;
  }
}

export function startTabs() {
  VIEWS.forEach((view, at) => {
    const tab = $(`tab-${view}`);
    tab.addEventListener("click", () => openTab(view));
    tab.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const next = VIEWS[(at + by + VIEWS.length) % VIEWS.length];
      openTab(next);
      $(`tab-${next}`).focus();
    });
  });
}
