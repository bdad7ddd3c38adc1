// Calls to the service; a token, where one is needed, comes from the address (#token=…) or from the person.

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || `HTTP ${status}`);
    this.status = status;
    this.code = problem.code || "";
  }
}

const KEY = "smslint.token";
let token = takeToken();

function takeToken() {
  const found = new URLSearchParams(location.hash.slice(1)).get("token");
  if (found) {
    sessionStorage.setItem(KEY, found);
    history.replaceState(null, "", location.pathname);
  }
  return found || sessionStorage.getItem(KEY);
}

export function setToken(value) {
  token = value;
  sessionStorage.setItem(KEY, value);
}

async function call(path, options) {
  const headers = { ...options.headers };
  if (token) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(path, { ...options, headers });
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})));
  return answer;
}

/** The record of one draft. */
export async function lint(request, signal) {
  const answer = await call("/v1/lint", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal,
  });
  return (await answer.json()).files[0].records[0];
}

/** A rule with its clauses and examples. */
export const rule = async (id) => (await call(`/v1/rules/${encodeURIComponent(id)}`, {})).json();

export const health = async () => (await call("/healthz", {})).json();

const send = (path, file, query, signal) =>
  call(`${path}?${new URLSearchParams(query)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: file,
    signal,
  });

/** The lines of a checked file, each given to `take` as it arrives. */
export async function lintFile(file, query, take, signal) {
  const answer = await send("/v1/files/lint", file, query, signal);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) take(JSON.parse(line));
  }
}

/** A file made from a checked one (`workbook` or `report`), with the name it should have. */
export async function fileAnswer(kind, file, query) {
  const answer = await send(`/v1/files/${kind}`, file, query);
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") || "");
  return { blob: await answer.blob(), name: name ? decodeURIComponent(name[1]) : `smslint-${kind}` };
}
