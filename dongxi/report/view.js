/* One document: its fields, the page as it was, and the clean text, side by side. */

const HASH = "#doc=";
/* How a row of the ledger is shown. */
const RAW = 0, HEX = 1, WITHHELD = 2, HASHED = 3;
const SEPARATORS = new Set(["markup", "whitespace"]);
const LOST = "\ufffd";
/* Fields in the order they are shown; others follow. Those of the first line are shown even if null. */
const MAIN = ["title", "source", "author", "date", "document_type"];
const FIELDS = [
  "title", "subtitle", "source", "site_name", "author", "editor", "date", "date_modified", "place", "section",
  "document_type", "document_number", "script", "language",
];
const MEASURED = [
  "id", "parts", "characters", "paragraphs", "date_basis", "date_earliest", "date_latest", "duplicate_of",
  "duplicate_kind", "similarity", "group_size", "split",
];
const WORDS_OF = {
  document_type: "type", script: "script", split: "split", duplicate_kind: "kind", flags: "flag",
};
/* Changes and runs that are listed before one asks for all. */
const MOST_CHANGES = 12;
const MOST_HERE = 5;
/* How much of a hash is shown. */
const HASH_DIGITS = 8;
/* Steps of the arrow keys through the runs. */
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

const pagesRead = new Map();
let current = null;

/* Read a page once. */
function pageOf(seed) {
  if (!pagesRead.has(seed)) pagesRead.set(seed, readPage(parse(places.get(seed))));
  return pagesRead.get(seed);
}

/* Give the rows, changes and claims of a page names in place of numbers. */
function readPage(data) {
  const rows = data.rows.map(([start, end, role, rule, document, used, kind, shown, text]) => ({
    start, end, role: head.roles[role], rule: data.rules[rule], document, used: used === 1, kind, text,
    chars: shown === null ? [] : Array.from(shown), edits: [],
  }));
  const edits = data.edits.map(([row, from, to, now, rules, certainty, proof, candidates, raw], at) => ({
    at, row, from, to, now, rules: rules.map((at) => data.rules[at]), certainty, proof, candidates, raw,
  }));
  for (const edit of edits) rows[edit.row].edits.push(edit);
  const claims = data.claims.map(([document, field, said, chosen, rule, certainty, reason, spans]) => ({
    document, field, said, chosen: chosen === 1, rule: data.rules[rule], certainty, reason, spans,
  }));
  const numbers = new Map(data.documents.map((d, at) => [d.id, at]));
  const textOf = (id) => data.texts[numbers.get(id)] ?? readings(rows, numbers.get(id)).join("");
  return { ...data, rows, edits, claims, numbers, textOf };
}

/* Give what each row of a text reads. */
const reading = (row) => row.text ?? (row.kind === RAW ? row.chars.join("") : "");
const readings = (rows, document) =>
  rows.filter((row) => row.used && row.document === document).map(reading);

/* Open a document, or turn to another. */
function openView(id) {
  const seed = documents.find((d) => d.id === id).seed;
  const page = pageOf(seed);
  current = { id, page, number: page.numbers.get(id), field: null, role: null, seps: true, pane: "page" };
  current.row = page.documents[current.number];
  const view = document.getElementById("view");
  showView(current);
  if (!view.open) view.showModal();
  history.replaceState(null, "", HASH + encodeURIComponent(id));
  settle();
}

/* Begin where the document begins on its page. */
function settle() {
  const first = current.runs.findIndex((run, at) => current.page.rows[at].document === current.number && run);
  if (first > 0) intoView(current.runs[first], "start");
  document.querySelector("#view .close").focus();
}

function showView(of) {
  const view = document.getElementById("view");
  view.replaceChildren(top(of), panes(of), body(of), el("div", { class: "inspector", id: "inspector", role: "status" }));
  view.dataset.pane = of.pane;
  inspect(null);
  if (of.field !== null) light(of.field);
}

/* The line on top: title, address, neighbours, close. */
function top(of) {
  const { page, row } = of;
  const about = [
    `${page.page.encoding ?? ""} · ${page.page.format ?? ""} · ${grouped(page.page.bytes)} `, t("view.bytes"),
    page.page.url ? [" · ", address(page.page.url)] : [],
    page.page.retrieved ? [" · ", t("view.retrieved"), ` ${page.page.retrieved}`] : [],
  ];
  return el("div", { class: "bar" },
    el("div", { class: "name" },
      el("h2", { id: "view-title" }, value(row.title ?? row.id, row.language)),
      el("p", { class: "ids" }, el("code", {}, value(row.id)), " · ", about.flat())),
    el("div", { class: "turn" },
      button("view.previous", () => turn(-1), { class: "quiet", disabled: neighbour(-1) === null }),
      button("view.next", () => turn(1), { class: "quiet", disabled: neighbour(1) === null }),
      el("button", { type: "button", class: "close", "data-t-label": "view.close_label",
        "aria-label": word("view.close_label"), on: { click: () => document.getElementById("view").close() } }, "✕")));
}

/* Give the next document of the list that is shown whole. */
function neighbour(by) {
  const shown = fitting().filter(isWhole);
  const at = shown.findIndex((d) => d.id === current.id);
  return shown[at + by]?.id ?? null;
}

function turn(by) {
  const next = neighbour(by);
  if (next !== null) openView(next);
}

/* On narrow screens one pane is shown at a time. */
function panes(of) {
  const names = ["fields", "page", "text"];
  return el("div", { class: "panes", role: "group", "aria-label": word("nav.documents") },
    names.map((name) => button(`view.${name}_tab`, () => choosePane(name), {
      "data-name": name, "aria-pressed": String(of.pane === name),
    })));
}

function choosePane(name) {
  current.pane = name;
  document.getElementById("view").dataset.pane = name;
  for (const one of document.querySelectorAll("#view .panes button"))
    one.setAttribute("aria-pressed", String(one.dataset.name === name));
}

function body(of) {
  return el("div", { class: "body" },
    el("section", { class: "pane fields", "aria-labelledby": "h-fields" },
      el("h3", { id: "h-fields" }, t("view.fields")), fields(of), changes(of), proposed(of), measured(of)),
    pagePane(of),
    el("section", { class: "pane text", "aria-labelledby": "h-text" }, el("h3", { id: "h-text" }, t("view.text")), textPane(of)));
}

/* ---- fields ---------------------------------------------------------------------------- */

const claimsOf = (of) => of.page.claims.filter((c) => c.document === -1 || c.document === of.number);

function fields(of) {
  const claims = claimsOf(of).filter((c) => c.field !== "repair");
  const others = [...new Set(claims.map((c) => c.field))].filter((name) => !FIELDS.includes(name));
  return el("ul", { class: "claims" }, [...FIELDS, ...others].map((name) => field(of, name, claims.filter((c) => c.field === name))));
}

function field(of, name, claims) {
  const has = [of.row[name] ?? claimed(name, claims)].flat();
  if (!claims.length && !has.length && !MAIN.includes(name)) return "";
  const chosen = claims.filter((c) => c.chosen);
  const lost = claims.length - chosen.length;
  const said = has.length ? has.map((one, at) => [at ? "、" : "", shownValue(name, one, of.row.language)]) : [el("span", { class: "none" }, t("value.none"))];
  const content = [
    el("span", { class: "f-name" }, t(`field.${name}`)),
    el("span", { class: "f-value" }, said.flat()),
    el("span", { class: "f-marks" }, chosen.length ? sure(chosen[0].certainty) : "", lost ? el("span", { class: "chip" }, `+${lost} `, t("claim.rivals")) : ""),
  ];
  if (!claims.length) return el("li", {}, el("div", { class: "f-line" }, content));
  return el("li", {},
    el("button", { type: "button", class: "f-line", "data-field": name, "aria-pressed": "false", "aria-expanded": "false", on: { click: () => choose(name) } }, content),
    el("ol", { class: "evidence", hidden: true }, claims.map((c) => claim(c, of))));
}

/* Give what is claimed of a field that is no column: what was chosen, or all there is. */
function claimed(name, claims) {
  const shown = FIELDS.includes(name) ? claims.filter((c) => c.chosen) : claims;
  return [...new Set(shown.map((c) => c.said))];
}

/* Show a value: as a word where the list is closed. */
function shownValue(name, text, tag) {
  const key = `${WORDS_OF[name]}.${text}`;
  return WORDS_OF[name] && known(key) ? t(key) : value(String(text), tag);
}

const sure = (certainty) => el("span", { class: `chip c-${certainty}` }, t(`certainty.${certainty}`));

function claim(c, of) {
  const bytes = c.spans.map(([start, end]) => `${start}–${end}`);
  const where = bytes.length ? [t("view.bytes"), ` ${bytes.slice(0, MOST_HERE).join(", ")}${bytes.length > MOST_HERE ? " …" : ""}`] : [t("claim.outside")];
  return el("li", { class: c.chosen ? "chosen" : "lost" },
    el("p", {}, shownValue(c.field, c.said, of.row.language), " ", el("span", { class: "chip" }, t(c.chosen ? "claim.chosen" : "claim.lost")), " ", sure(c.certainty)),
    rule(c.rule),
    el("p", { class: "hint" }, where),
    c.reason === null ? "" : el("p", { class: "reason" }, t("claim.curator"), ": ", value(c.reason)));
}

/* Show a rule, with what it does. */
const rule = (id) => el("p", { class: "rule" }, el("code", {}, id), known(`rule.${id}`) ? [" ", t(`rule.${id}`)] : "");

/* Light up a field's evidence, or put it out. */
function choose(name) {
  current.field = current.field === name ? null : name;
  light(current.field);
  const first = document.querySelector("#view .page mark.evidence") ?? document.querySelector("#view .page mark.rival");
  if (first) intoView(first, "center");
}

function light(name) {
  for (const one of document.querySelectorAll("#view [data-field]")) {
    const here = one.dataset.field === name;
    one.setAttribute("aria-pressed", String(here));
    one.setAttribute("aria-expanded", String(here));
    one.nextElementSibling.hidden = !here;
  }
  const spans = claimsOf(current).filter((c) => c.field === name).sort((a, b) => a.chosen - b.chosen)
    .flatMap((c) => c.spans.filter((span) => span.length > 2).map((span) => ({ span, rival: !c.chosen })));
  const marks = new Map();
  for (const { span, rival } of spans) markRows(marks, span, rival);
  for (const at of current.lit ?? []) if (!marks.has(at)) fillRun(current, at, []);
  for (const [at, found] of marks) fillRun(current, at, found);
  current.lit = [...marks.keys()];
}

/* Note which characters of which rows a piece of evidence covers. */
function markRows(marks, [, , firstRow, firstChar, lastRow, lastChar], rival) {
  for (let at = firstRow; at <= lastRow; at += 1) {
    const from = at === firstRow ? firstChar : 0;
    const to = at === lastRow ? lastChar : Infinity;
    marks.set(at, [...(marks.get(at) ?? []), { from, to, rival }]);
  }
}

/* ---- repairs --------------------------------------------------------------------------- */

/* Tell whether a row is of a document, or of the page around all of them. */
const isOwn = (row, of) => row.document === of.number || row.document === -1;
const editsOf = (of) => of.page.edits.filter((e) => isOwn(of.page.rows[e.row], of));

/* List what was changed, equal changes once; lost characters first. */
function changes(of) {
  const kinds = new Map();
  for (const edit of editsOf(of)) {
    const key = JSON.stringify([rawOf(of, edit), edit.now, edit.rules, edit.certainty, edit.candidates]);
    if (!kinds.has(key)) kinds.set(key, []);
    kinds.get(key).push(edit);
  }
  const ordered = [...kinds.values()].sort((a, b) => lostFirst(b[0]) - lostFirst(a[0]) || b.length - a.length);
  const rows = el("ul", { class: "changes" }, ordered.slice(0, MOST_CHANGES).map((same) => changeLine(of, same)));
  const more = ordered.length > MOST_CHANGES
    ? button("view.repairs_all", (event) => { rows.append(...ordered.slice(MOST_CHANGES).map((same) => changeLine(of, same))); event.target.remove(); }, { class: "quiet" })
    : "";
  const count = el("span", { class: "chip" }, grouped(editsOf(of).length));
  return el("details", { class: "part", open: ordered.some((same) => lostFirst(same[0])) },
    el("summary", {}, t("view.repairs"), " ", count), ordered.length ? [rows, more] : el("p", { class: "hint" }, t("view.repairs_none")));
}

const lostFirst = (edit) => (edit.now !== null && edit.now.includes(LOST) ? 1 : 0);
const rawOf = (of, edit) => edit.raw ?? of.page.rows[edit.row].chars.slice(edit.from, edit.to).join("");

/* One kind of change; pressing it again goes on to the next place. */
function changeLine(of, same) {
  let next = 0;
  const run = () => {
    const edit = same[next % same.length];
    next += 1;
    choosePane("page");
    intoView(of.runs[edit.row].querySelector(`[data-edit="${edit.at}"]`) ?? of.runs[edit.row], "center");
    inspect(edit.row, edit);
  };
  return el("li", {}, el("button", { type: "button", on: { click: run } }, repair(of, same[0]), same.length > 1 ? el("span", { class: "times" }, ` × ${grouped(same.length)}`) : ""));
}

/* Show blanks and line ends. */
const spaced = (text) => text.replaceAll(" ", "␣").replaceAll("\n", "⏎").replaceAll("\t", "⇥").replaceAll("\u3000", "□").replaceAll("\u00a0", "⍽");

/* Show a change: raw → repaired, how sure, what else it may have been. */
function repair(of, edit) {
  const raw = rawOf(of, edit);
  return el("span", { class: "repair" },
    raw === "" ? el("span", { class: "none" }, "∅") : el("del", { lang: of.row.language }, spaced(raw)), " → ",
    edit.now === null ? t("view.hashed") : edit.now === "" ? el("span", { class: "none" }, t("view.deleted")) : el("ins", { lang: of.row.language }, spaced(edit.now)),
    edit.candidates.length ? [" ", t("view.candidates"), " ", el("b", {}, value(edit.candidates.join(" "), of.row.language))] : [],
    " ", sure(edit.certainty), el("span", { class: "why" }, ` ${edit.rules.join(" + ")} · `, t("view.proof"), ": ", t(`proof.${edit.proof}`)));
}

/* Repairs that a rule proposed and nobody made. */
function proposed(of) {
  const found = claimsOf(of).filter((c) => c.field === "repair");
  if (!found.length) return "";
  const line = el("button", { type: "button", "data-field": "repair", "aria-pressed": "false", "aria-expanded": "false", class: "f-line", on: { click: () => choose("repair") } },
    el("span", { class: "f-name" }, t("view.proposed")), el("span", { class: "chip" }, grouped(found.length)));
  return el("div", { class: "part" }, line, el("ol", { class: "evidence", hidden: true }, found.map((c) => claim(c, of))));
}

function measured(of) {
  const rows = MEASURED.filter((name) => of.row[name] !== undefined).map((name) =>
    el("div", {}, el("dt", {}, t(`field.${name}`)), el("dd", {}, name === "duplicate_of" ? other(of.row[name]) : shownValue(name, of.row[name]))));
  const flags = (of.row.flags ?? []).map((flag) => el("span", { class: "chip" }, t(`flag.${flag}`)));
  return el("details", { class: "part" }, el("summary", {}, t("view.facts")), el("dl", {}, rows), el("p", {}, flags));
}

/* Name another document; a button where it is shown whole. */
function other(id) {
  const there = documents.find((d) => d.id === id);
  return there && isWhole(there) ? el("button", { type: "button", class: "link", on: { click: () => openView(id) } }, value(id)) : value(id);
}

/* ---- the page -------------------------------------------------------------------------- */

function pagePane(of) {
  const { rows } = of.page;
  of.runs = rows.map((row, at) => runOf(of, row, at));
  rows.forEach((_, at) => fillRun(of, at, []));
  const runs = el("div", { class: "runs", role: "listbox", tabindex: rows.length ? null : "0", "aria-labelledby": "h-page", lang: CHINESE.has(of.row.language) ? of.row.language : null,
    on: { keydown: walk, mousemove: point, focusin: (e) => inspect(Number(e.target.dataset.at)), click: (e) => e.target.closest(".run")?.focus() } }, of.runs);
  const first = of.runs[Math.max(rows.findIndex((row) => row.document === of.number), 0)];
  if (first) first.tabIndex = 0;
  const shown = rows.length ? [legend(of), runs] : [el("p", { class: "notice" }, t("view.no_ledger"))];
  return el("section", { class: "pane page", "aria-labelledby": "h-page" }, el("h3", { id: "h-page" }, t("view.page")), shown);
}

function runOf(of, row, at) {
  const place = row.used ? "in" : SEPARATORS.has(row.role) ? "sep" : "out";
  const blank = row.kind === RAW && row.chars.join("").trim() === "";
  return el("span", { role: "option", "aria-label": blank ? word(`role.${row.role}`) : null, "aria-selected": "false", tabindex: "-1", class: `run r-${row.role} ${place}${isOwn(row, of) ? "" : " other"}`, "data-at": String(at) });
}

/* Write a run: its characters, cut where a change or a piece of evidence begins or ends. */
function fillRun(of, at, marks) {
  const row = of.page.rows[at];
  if (row.kind !== RAW && row.kind !== HEX) {
    const what = row.kind === HASHED ? `#${row.chars.slice(0, HASH_DIGITS).join("")}` : t("view.withheld");
    const told = el("span", { class: "gone" }, `${grouped(row.end - row.start)} `, t("view.bytes"), " ", what);
    of.runs[at].replaceChildren(marks.length ? el("mark", { class: marks.at(-1).rival ? "rival" : "evidence" }, told) : told);
    return;
  }
  const size = row.chars.length;
  const ends = [...row.edits.flatMap((e) => [e.from, e.to]), ...marks.flatMap((m) => [m.from, Math.min(m.to, size)])];
  const cuts = [...new Set([0, ...ends, size])].sort((a, b) => a - b);
  let next = 0;
  const parts = [];
  for (let n = 0; n + 1 < cuts.length || n === 0; n += 1) {
    const [from, to] = [cuts[n], cuts[n + 1] ?? size];
    for (; next < row.edits.length && row.edits[next].to <= from; next += 1)
      if (row.edits[next].from === row.edits[next].to) parts.push(changed(of, row.edits[next], "‸"));
    const edit = row.edits[next];
    const text = row.chars.slice(from, to).join("");
    let part = edit && edit.from <= from && to <= edit.to && from < to ? changed(of, edit, text) : text;
    const mark = marks.findLast((m) => m.from <= from && to <= m.to && from < to);
    if (mark) part = el("mark", { class: mark.rival ? "rival" : "evidence" }, part);
    if (part !== "") parts.push(part);
  }
  of.runs[at].replaceChildren(...el("span", { class: row.kind === HEX ? "hex" : null }, parts).childNodes);
}

/* Write a place that was changed: struck out where it went, underlined where it reads otherwise. */
function changed(of, edit, text) {
  const name = edit.now === "" ? "del" : "span";
  return el(name, { class: `edit c-${edit.certainty}`, "data-edit": String(edit.at) }, text);
}

/* The roles of this page; one can be picked out. */
function legend(of) {
  const sizes = new Map();
  for (const row of of.page.rows) sizes.set(row.role, (sizes.get(row.role) ?? 0) + row.end - row.start);
  const roles = head.roles.filter((role) => sizes.has(role));
  const box = el("input", { type: "checkbox", id: "seps", on: { change: (e) => hideSeparators(e.target.checked) } });
  box.checked = of.seps;
  return el("div", { class: "legend", role: "group", "aria-label": word("view.legend") },
    roles.map((role) => el("button", { type: "button", class: `r-${role}`, "data-role": role, "aria-pressed": "false", on: { click: () => pickRole(role) } },
      t(`role.${role}`), el("small", {}, ` ${grouped(sizes.get(role))}`))),
    el("span", { class: "row" }, box, el("label", { for: "seps" }, t("view.seps"))));
}

function hideSeparators(shown) {
  current.seps = shown;
  document.querySelector("#view .runs").classList.toggle("bare", !shown);
}

function pickRole(role) {
  current.role = current.role === role ? null : role;
  for (const one of document.querySelectorAll("#view [data-role]"))
    one.setAttribute("aria-pressed", String(one.dataset.role === current.role));
  const runs = document.querySelector("#view .runs");
  runs.classList.toggle("picking", current.role !== null);
  for (const run of current.runs) run.classList.toggle("picked", run.classList.contains(`r-${current.role}`));
  const first = current.runs.find((run) => run.classList.contains("picked"));
  if (first) intoView(first, "center");
}

/* ---- the text -------------------------------------------------------------------------- */

/* Write the text paragraph by paragraph, each piece knowing its row; or whole, without a ledger. */
function textPane(of) {
  const { page, number, row } = of;
  const tag = CHINESE.has(row.language) ? row.language : null;
  const whole = page.texts[number];
  const used = page.rows.flatMap((one, at) => (one.used && one.document === number ? [[one, at]] : []));
  if (whole === null && (!used.length || used.some(([one]) => one.kind === HASHED))) return el("p", { class: "notice" }, t("view.no_text"));
  const paragraphs = whole === null ? joined(of, used) : whole.split("\n").map((text) => [text]);
  return el("div", { class: "clean", lang: tag, tabindex: "0", role: "group", "aria-labelledby": "h-text", on: { mousemove: point, click: toPage } }, paragraphs.map((parts) => el("p", {}, parts)));
}

function joined(of, used) {
  const paragraphs = [[]];
  for (const [row, at] of used) {
    if (SEPARATORS.has(row.role) && reading(row) === "\n") paragraphs.push([]);
    else paragraphs.at(-1).push(el("span", { class: `run r-${row.role}`, "data-at": String(at) }, mended(of, row)));
  }
  return paragraphs;
}

/* Write what a row reads, with the places that were changed. */
function mended(of, row) {
  const whole = reading(row);
  if (!row.edits.length || row.kind !== RAW) return [whole];
  const parts = [];
  let from = 0, told = "";
  for (const edit of row.edits) {
    const before = row.chars.slice(from, edit.from).join("");
    parts.push(before, edit.now ? el("span", { class: `edit c-${edit.certainty}`, "data-edit": String(edit.at) }, edit.now) : "");
    told += before + (edit.now ?? "");
    from = edit.to;
  }
  const rest = row.chars.slice(from).join("");
  return told + rest === whole ? [...parts, rest] : [whole];
}

/* ---- looking closer -------------------------------------------------------------------- */

/* Tell the role, rule and repairs of a run. */
function inspect(at, edit = null) {
  const box = document.getElementById("inspector");
  for (const one of document.querySelectorAll("#view .here")) one.classList.remove("here");
  if (at === null) {
    box.replaceChildren(el("p", { class: "hint" }, t("view.inspect")));
    return;
  }
  for (const one of document.querySelectorAll(`#view [data-at="${at}"]`)) one.classList.add("here");
  const { page } = current;
  const row = page.rows[at];
  const place = row.used ? "view.in_text" : "view.left_out";
  const outside = !isOwn(row, current);
  const here = edit ? [edit] : row.edits;
  box.replaceChildren(
    el("p", { class: "told" },
      el("span", { class: `chip r-${row.role}` }, t(`role.${row.role}`)), " ", t(place),
      outside ? [" · ", t("view.other"), " ", value(page.documents[row.document].id)] : [],
      row.kind === HEX ? [" · ", t("view.raw_bytes")] : [],
      row.kind === HASHED ? [" · SHA-256 ", el("code", {}, row.chars.join(""))] : [],
      " · ", t("view.bytes"), ` ${row.start}–${row.end}`),
    rule(row.rule),
    here.length ? el("ul", { class: "repairs" }, here.slice(0, MOST_HERE).map((one) => el("li", {}, repair(current, one))),
      here.length > MOST_HERE ? el("li", {}, `+ ${grouped(here.length - MOST_HERE)}`) : "") : "");
}

/* Follow the pointer where it is moved; that the page moves below it counts for nothing. */
function point(event) {
  if (event.movementX === 0 && event.movementY === 0) return;
  const run = event.target.closest(".run");
  if (!run) return;
  const edit = event.target.closest("[data-edit]");
  inspect(Number(run.dataset.at), edit ? current.page.edits[Number(edit.dataset.edit)] : null);
}

/* From the text to its place on the page. */
function toPage(event) {
  const run = event.target.closest(".run");
  if (run) intoView(current.runs[Number(run.dataset.at)], "center");
}

/* Walk through the runs with the arrow keys. */
function walk(event) {
  const at = current.runs.indexOf(document.activeElement);
  const seen = current.runs.map((run, n) => [run, n]).filter(([run]) => run.offsetParent !== null);
  const now = seen.findIndex(([, n]) => n === at);
  let next = null;
  if (event.key in STEPS) next = seen[now + STEPS[event.key]];
  else if (event.key === "Home") [next] = seen;
  else if (event.key === "End") next = seen.at(-1);
  else return;
  event.preventDefault();
  if (next) step(at, next[1]);
}

/* Move the focus from a run to another; the page and the text follow. */
function step(from, to) {
  if (from >= 0) {
    current.runs[from].tabIndex = -1;
    current.runs[from].setAttribute("aria-selected", "false");
  }
  const run = current.runs[to];
  run.tabIndex = 0;
  run.setAttribute("aria-selected", "true");
  run.focus({ preventScroll: true });
  intoView(run, "nearest");
  const beside = document.querySelector(`#view .clean [data-at="${to}"]`);
  if (beside) intoView(beside, "nearest");
}

/* Bring an element into sight within its pane, without motion. */
function intoView(element, block) {
  element.scrollIntoView({ block, inline: "nearest", behavior: "instant" });
}

document.getElementById("view").addEventListener("close", () => {
  const id = current.id;
  current = null;
  history.replaceState(null, "", "#documents");
  document.querySelector(`#list [data-id="${CSS.escape(id)}"]`)?.focus();
});
