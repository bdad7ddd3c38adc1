// The words of the page in Chinese and English, and the switch between them.

const ZH = {
  skip: "跳到编辑区", brand: "短信文案检查", views: "视图", tabDraft: "写一条", tabBatch: "批量", tabCompare: "对比", tabHistory: "历史",
  keys: "键盘操作", theme: "切换深色或浅色", other: "English", editor: "文案", form: "短信类型", draft: "短信文案",
  placeholder: "把短信文案粘贴或写在这里，边写边查。\n例如：【某某银行】张先生，您尾号1234的贷款本期应还3,256.80元，请于12月5日前通过手机银行还款，如有疑问请致电4006661234。",
  editorHint: "F8 跳到下一处问题，Shift+F8 上一处，Alt+Enter 采用第一条改写。",
  sample: "看个例子", clear: "清空", save: "存一版", copyDraft: "复制文案", copyReport: "复制检查结果",
  required: "必备内容", facts: "文案之外的事实", factsLead: "文案里看不出、但会改变结论的事。只填确实的；填了立即重新检查。",
  phone: "手机上的样子", lengths: "变量内容", gateway: "短信通道", results: "检查结果", score: "得分", sum: "分数怎么来的", findings: "问题",
  batch: "批量检查", dropHere: "把 Excel、CSV 或文本文件拖到这里", choose: "选择文件", column: "列名（可不填）", progress: "进度",
  dropLead: "表格按表头找“短信内容”一列；文本一行一条。文件只在本机检查，不上传到别处。",
  getWorkbook: "下载批注后的 Excel", getReport: "下载网页报告", batchTable: "批量结果", compare: "对比两版", before: "原来的", after: "改后的",
  history: "历史", forget: "全部删除", historyLead: "只存在这个浏览器里，不会传到任何地方。最多留 50 版。",
  disclaimer: "smslint 是筛查工具，不是法律意见。标“参照”的依据是类推，标“内部规范”的不是法律。", api: "HTTP 接口", close: "关闭", ok: "确定",
  token: "需要访问密钥", tokenLead: "向启动服务的同事索取",
  auto: "自动", autoIs: "自动：{form}", andMore: "还有 {count} 处", reminder: "提醒短信", soft: "温馨提示", formal: "催款通知", none: "非还款短信",
  why: "判断为{form}：{reason}", whyGiven: "按{form}检查", error: "错误", warning: "警告", info: "提示",
  counts: "{chars} 字 · 计费 {parts} 条", countsVars: "{chars} 字（变量未填）· 填后 {filled} 字，计费 {parts} 条",
  grade: "{grade} 级", verdictClean: "没有发现问题", verdictEmpty: "等待文案", verdictErrors: "有错误，不宜发送", verdictWarnings: "没有错误，建议再改", verdictInfos: "可以发送，另有提示",
  spoken: "得分 {score}，{grade} 级，{errors} 个错误，{warnings} 个警告，{infos} 个提示", full: "满分", points: "分", rounding: "取整", floor: "最低为 0", total: "得分",
  empty: "写下文案，这里会列出问题、原因、依据和改法。", clean: "没有发现问题。发送前请再核对金额、日期和号码。",
  missing: "缺少", basis: "依据", analogy: "参照", policy: "内部规范", secondary: "据二手资料", advice: "改法", rule: "规则 {rule}", about: "规则和例子", wrongExamples: "不要这样写", rightExamples: "可以这样写", minus: "−{points} 分",
  find: "在文案中查看", accept: "采用", remove: "删去", rewriteTo: "改为", insertText: "补上", fillAll: "一次补上缺少的 {count} 项", filled: "已补上，请把变量换成自己的", applied: "已改好，Ctrl+Z 可撤销",
  signature: "签名", recipient: "收件人", amount: "金额", due_date: "还款期限", channel: "还款途径", hotline: "官方电话",
  asSignature: "谁发的", asRecipient: "发给谁", asAmount: "欠多少", asDue_date: "何时前还", asChannel: "怎么还", asHotline: "问谁",
  notThere: "没有写", notNeeded: "此类短信不要求", weak: "太笼统", variable: "变量", invalidField: "有问题", found: "已写",
  hidden: "文案里有 {count} 个看不见的字符。", removeHidden: "全部删去",
  shortest: "最短", typical: "一般", longest: "最长", chars: "字数", parts: "计费条数", encoding: "编码", perPart: "首条 {first} 字以内 1 条，超出每 {more} 字 1 条",
  anyGateway: "通用", aliyun: "阿里云", tencent: "腾讯云", huawei: "华为云", sender: "短信", yes: "是", no: "否", unknown: "未说明", given: "已填 {count} 项", moreFacts: "更多事实",
  badFact: "“{name}”填得不对，改好后再检查", tooLong: "文案太长，最多 5000 字", fileUnknown: "只能检查 Excel（.xlsx）、CSV、TXT、JSON 文件。旧的 .xls 请先另存为 .xlsx。", fileUnreadable: "文件读不出来：{detail}", noColumn: "没有找到短信内容一列：请在“列名”里填上它的表头，再选一次文件。", fileLarge: "文件太大，最多 32 MB", fileMany: "短信太多，一次最多 50000 条", fileLong: "有一条超过 5000 字：{detail}", fileSlow: "用时太长，请分成几个文件", offline: "服务没有应答，正在重试…", busy: "服务正忙，稍候自动重试",
  copied: "已复制", saved: "已存一版", notCopied: "复制没有成功，请手动选择",
  colScore: "得分", colPlace: "位置", colForm: "类型", colText: "短信内容", colFindings: "问题", open: "打开", checking: "正在检查 {done} / {all}", reading: "正在读取…",
  batchDone: "共 {drafts} 条：{bad} 条有错误，{warn} 条只有警告，{good} 条通过；平均 {mean} 分", unread: "；{count} 处无法读取", showMore: "再显示 {count} 条", fetching: "正在生成…", clearConfirm: "确定删除全部历史？",
  noneYet: "还没有存下的版本。停笔几秒会自动存一版，也可以按“存一版”。", toCompare: "对比", erase: "删除", back: "写一条", compareEmpty: "在上面填两版文案，这里显示差别。历史里也可以直接选来对比。",
  solved: "改掉的", fresh: "新出现的", remaining: "还在的", changes: "改动", nothing: "无", scoreChange: "{before} → {after}",
  keyNext: "下一处问题", keyPrevious: "上一处问题", keyApply: "采用当前问题的第一条改写", keySave: "存一版", keyUndo: "撤销（改写也能撤销）", keyTabs: "在视图之间切换（焦点在标签上）", keyEscape: "关掉说明",
  reportTitle: "短信检查结果", reportForm: "类型", reportFindings: "问题",
};
const EN = {
  skip: "Skip to the editor", brand: "SMS draft check", views: "Views", tabDraft: "Draft", tabBatch: "Batch", tabCompare: "Compare", tabHistory: "History",
  keys: "Keyboard", theme: "Switch dark or light", other: "中文", editor: "Draft", form: "Kind of message", draft: "Draft message",
  placeholder: "Paste or write a message here; it is checked as you type.",
  editorHint: "F8 goes to the next finding, Shift+F8 to the previous, Alt+Enter takes its first rewrite.",
  sample: "Show an example", clear: "Clear", save: "Keep version", copyDraft: "Copy draft", copyReport: "Copy findings",
  required: "Required content", facts: "Facts beyond the text", factsLead: "What the text cannot show and what changes the verdict. Only what is true; the draft is checked again at once.",
  phone: "On the phone", lengths: "Variables filled", gateway: "Gateway", results: "Results", score: "Score", sum: "How the score came about", findings: "Findings",
  batch: "Check a file", dropHere: "Drop an Excel, CSV or text file here", choose: "Choose a file", column: "Column (optional)", progress: "Progress",
  dropLead: "In a table the column with the text is found by its header; plain text is one draft a line. Files stay on this machine.",
  getWorkbook: "Download annotated Excel", getReport: "Download HTML report", batchTable: "Results of the file", compare: "Compare two versions", before: "Before", after: "After",
  history: "History", forget: "Delete all", historyLead: "Kept in this browser only and sent nowhere. The last 50 versions.",
  disclaimer: "smslint screens drafts; it is no legal advice. “By analogy” marks clauses that apply by analogy, “house policy” what is no law.", api: "HTTP interface", close: "Close", ok: "OK",
  token: "An access token is needed", tokenLead: "Ask whoever runs the service",
  auto: "Auto", autoIs: "Auto: {form}", andMore: "{count} more here", reminder: "Reminder", soft: "Soft notice", formal: "Formal demand", none: "No repayment",
  why: "Taken for: {form}", whyGiven: "Checked as: {form}", error: "Error", warning: "Warning", info: "Info",
  counts: "{chars} characters · {parts} billed", countsVars: "{chars} characters (variables open) · filled {filled}, {parts} billed",
  grade: "Grade {grade}", verdictClean: "Nothing found", verdictEmpty: "Waiting for a draft", verdictErrors: "Has errors; do not send", verdictWarnings: "No errors; could be better", verdictInfos: "Fit to send; see the notes",
  spoken: "Score {score}, grade {grade}, {errors} errors, {warnings} warnings, {infos} infos", full: "Full score", points: "points", rounding: "rounding", floor: "never below 0", total: "Score",
  empty: "Write a draft: what is wrong, why, on which clause and what to write instead will be listed here.", clean: "Nothing found. Check sums, dates and numbers once more before sending.",
  missing: "missing", basis: "Basis", analogy: "By analogy", policy: "House policy", secondary: "second-hand", advice: "Instead", rule: "Rule {rule}", about: "Rule and examples", wrongExamples: "Not like this", rightExamples: "Like this", minus: "−{points}",
  find: "Show in the draft", accept: "Take", remove: "Leave out", rewriteTo: "Write", insertText: "Add", fillAll: "Add the {count} missing items at once", filled: "Added; put your own variables in", applied: "Changed; Ctrl+Z takes it back",
  signature: "Signature", recipient: "Recipient", amount: "Amount", due_date: "Due date", channel: "How to pay", hotline: "Hotline",
  asSignature: "who writes", asRecipient: "to whom", asAmount: "how much", asDue_date: "by when", asChannel: "where", asHotline: "for help",
  notThere: "not stated", notNeeded: "not required here", weak: "too vague", variable: "variable", invalidField: "faulty", found: "stated",
  hidden: "The draft holds {count} invisible characters.", removeHidden: "Remove them",
  shortest: "Shortest", typical: "Typical", longest: "Longest", chars: "Characters", parts: "Billed parts", encoding: "Encoding", perPart: "1 part up to {first}, then {more} a part",
  anyGateway: "Any", aliyun: "Aliyun", tencent: "Tencent Cloud", huawei: "Huawei Cloud", sender: "Message", yes: "yes", no: "no", unknown: "not stated", given: "{count} given", moreFacts: "More facts",
  badFact: "“{name}” is filled in wrongly", tooLong: "Too long: at most 5,000 characters", fileUnknown: "Only Excel (.xlsx), CSV, TXT and JSON files are read. Save an old .xls as .xlsx first.", fileUnreadable: "The file cannot be read: {detail}", noColumn: "No column with the message was found: put its header into “Column” and choose the file again.", fileLarge: "The file is too large (32 MB at most)", fileMany: "Too many messages (50,000 at most)", fileLong: "A message is longer than 5,000 characters: {detail}", fileSlow: "It takes too long; split the file", offline: "The service does not answer; trying again…", busy: "The service is busy; trying again",
  copied: "Copied", saved: "Version kept", notCopied: "Copying failed; select by hand",
  colScore: "Score", colPlace: "Place", colForm: "Kind", colText: "Message", colFindings: "Findings", open: "Open", checking: "Checking {done} of {all}", reading: "Reading…",
  batchDone: "{drafts} drafts: {bad} with errors, {warn} with warnings only, {good} pass; mean score {mean}", unread: "; {count} could not be read", showMore: "Show {count} more", fetching: "Being made…", clearConfirm: "Delete the whole history?",
  noneYet: "No version kept yet. One is kept a few seconds after you stop typing, or with “Keep version”.", toCompare: "Compare", erase: "Delete", back: "Draft", compareEmpty: "Fill in two versions above; what differs shows here. Versions can also be chosen in the history.",
  solved: "Solved", fresh: "New", remaining: "Still there", changes: "Changes", nothing: "none", scoreChange: "{before} → {after}",
  keyNext: "Next finding", keyPrevious: "Previous finding", keyApply: "Take the first rewrite of the current finding", keySave: "Keep a version", keyUndo: "Undo (rewrites too)", keyTabs: "Between views (focus on a tab)", keyEscape: "Close the explanation",
  reportTitle: "SMS check", reportForm: "Kind", reportFindings: "Findings",
};
const WORDS = { zh: ZH, en: EN };
const KEY = "smslint.lang";

let lang = startLanguage();

function startLanguage() {
  try { return localStorage.getItem(KEY) === "en" ? "en" : "zh"; } catch { return "zh"; }
}

export const language = () => lang;

/** The words for `key`, `{names}` filled in. */
export function t(key, values = {}) {
  const text = WORDS[lang][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Put the words of the language into the page. */
export function translate(root = document) {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = `smslint ${t("brand")}`;
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-l]")) element.setAttribute("aria-label", t(element.dataset.l));
  for (const element of root.querySelectorAll("[data-p]")) element.placeholder = t(element.dataset.p);
}

export function switchLanguage() {
  lang = lang === "zh" ? "en" : "zh";
  try { localStorage.setItem(KEY, lang); } catch { /* then it lasts as long as the page */ }
  translate();
}
