// The result of a draft as plain text, to paste into a chat or a mail.

import { basisLines, ordered, SIGNS } from "./findings.js";
import { t } from "./i18n.js";
import { visible } from "./text.js";

export function plainReport(record) {
  const findings = ordered(record);
  const lines = [
    `${t("reportTitle")}：${record.score}/100（${t("grade", { grade: record.grade })}）`,
    `${t("reportForm")}：${t(record.form)}`,
    `${t("counts", { chars: record.segments.length, parts: record.segments.parts })}`,
    "", visible(record.text), "",
  ];
  if (!findings.length) lines.push(t("clean"));
  findings.forEach((one, at) => lines.push(...entry(one, at + 1)));
  return `${lines.join("\n")}\n`;
}

function entry(finding, number) {
  const lines = [`${number}. ${SIGNS[finding.severity]} ${t(finding.severity)} ${visible(finding.title)}（${t("minus", { points: finding.score })}）`];
  if (finding.match) lines.push(`   「${visible(finding.match)}」`);
  lines.push(`   ${visible(finding.message)}`);
  for (const [kind, clauses] of basisLines(finding)) lines.push(`   ${kind}：${clauses}`);
  if (finding.advice) lines.push(`   ${t("advice")}：${visible(finding.advice)}`);
  return lines;
}
