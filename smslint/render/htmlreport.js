"use strict";
const form = document.querySelector("form");
const drafts = [...document.querySelectorAll("article")];
const texts = drafts.map((one) => one.textContent.toLowerCase());
const count = document.querySelector("output");

function shows(one, number) {
  const { severity, rule, file, words } = form.elements;
  const findings = [...one.querySelectorAll(".findings > li")];
  let any = false;
  for (const item of findings) {
    const fits = (!severity.value || item.className === severity.value) && (!rule.value || item.dataset.rule === rule.value);
    item.hidden = !fits;
    any ||= fits;
  }
  return any && (!file.value || one.dataset.file === file.value) && texts[number].includes(words.value.trim().toLowerCase());
}

function filter() {
  let shown = 0;
  drafts.forEach((one, number) => {
    one.hidden = !shows(one, number);
    shown += one.hidden ? 0 : 1;
  });
  count.textContent = count.dataset.pattern.replace("{shown}", shown).replace("{all}", drafts.length);
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
for (const button of document.querySelectorAll("button[data-rule]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    form.elements.rule.value = button.dataset.rule;
    filter();
    form.scrollIntoView();
  });
}
filter();
