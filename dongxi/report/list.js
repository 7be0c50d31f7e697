/* The list of documents: search, filters, order, a page of rows at a time. */

const ROWS = 100;
const COLUMNS = ["title", "source", "date", "type", "script", "characters", "flags", "duplicate", "split"];
const FILTERS = ["split", "type", "script", "flag", "source"];
/* What a filter or a column asks a document for. */
const ASKED = {
  title: (d) => d.title ?? d.id,
  source: (d) => d.source ?? "",
  date: (d) => d.date_earliest ?? d.date ?? "",
  type: (d) => d.document_type ?? "",
  script: (d) => d.script,
  characters: (d) => d.characters,
  flags: (d) => d.flags.length,
  flag: (d) => d.flags,
  duplicate: (d) => d.duplicate_kind ?? "",
  split: (d) => d.split,
};
/* Whose values are words of the page. */
const WORDED = new Set(["split", "type", "script", "flag"]);
const places = new Map(head.pages.map((seed, at) => [seed, `page-${at}`]));
const isWhole = (d) => places.has(d.seed);

const state = { query: "", chosen: {}, whole: false, by: null, down: false, page: 0 };
const hay = new Map();

/* Give the documents that fit, in the order asked for. */
function fitting() {
  const terms = state.query.toLowerCase().split(" ").filter(Boolean);
  const found = documents.filter(
    (d) =>
      (!state.whole || isWhole(d)) &&
      FILTERS.every((name) => fits(d, name)) &&
      terms.every((term) => searched(d).includes(term)),
  );
  return state.by ? found.sort(comparing(ASKED[state.by], state.down ? -1 : 1)) : found;
}

function fits(d, name) {
  const wanted = state.chosen[name];
  if (wanted === undefined) return true;
  const has = ASKED[name](d);
  return Array.isArray(has) ? has.includes(wanted) : has === wanted;
}

function comparing(asked, sign) {
  return (one, other) => {
    const [a, b] = [asked(one), asked(other)];
    return sign * (a < b ? -1 : a > b ? 1 : 0);
  };
}

/* Give what a document is searched in: its columns, and its text where that is here. */
function searched(d) {
  if (!hay.has(d.id)) {
    const parts = [d.id, d.title, d.source, d.site_name, d.host, d.place, d.date, ...d.author];
    if (isWhole(d)) parts.push(pageOf(d.seed).textOf(d.id));
    hay.set(d.id, parts.filter(Boolean).join("\n").toLowerCase());
  }
  return hay.get(d.id);
}

/* Write the form. */
function showFilters() {
  const form = document.getElementById("filters");
  const search = el("input", {
    type: "search", id: "search", autocomplete: "off", spellcheck: "false", "aria-describedby": "search-hint",
    on: { input: (event) => change({ query: event.target.value }) },
  });
  const whole = el("input", { type: "checkbox", id: "whole", on: { change: (e) => change({ whole: e.target.checked }) } });
  form.replaceChildren(
    el("div", { class: "field wide" }, el("label", { for: "search" }, t("list.search")), search,
      el("p", { id: "search-hint", class: "hint" }, t("list.search_hint"))),
    ...FILTERS.map(filter),
    el("div", { class: "field row" }, whole, el("label", { for: "whole" }, t("list.only_whole"))),
    button("list.clear", clear, { id: "clear", class: "quiet" }),
  );
  form.hidden = false;
  restore(form);
}

/* Put back what was asked for before the form was written anew. */
function restore(form) {
  form.querySelector("#search").value = state.query;
  form.querySelector("#whole").checked = state.whole;
  for (const name of Object.keys(state.chosen)) {
    const options = [...form.querySelector(`#filter-${name}`).options];
    options.find((one) => one.wanted === state.chosen[name]).selected = true;
  }
}

/* Write the choice of a filter: every value there is, with its documents. */
function filter(name) {
  const counts = new Map();
  for (const d of documents)
    for (const one of [ASKED[name](d)].flat()) counts.set(one, (counts.get(one) ?? 0) + 1);
  const options = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const select = el(
    "select",
    { id: `filter-${name}`, on: { change: (e) => pick(name, e.target) } },
    el("option", { value: "", "data-t": "list.any" }, word("list.any")),
    options.map(([one, n], at) => option(name, one, n, at)),
  );
  const label = `field.${{ type: "document_type", flag: "flags" }[name] ?? name}`;
  return el("div", { class: "field" }, el("label", { for: select.id, "data-t": label }, word(label)), select);
}

function option(name, one, n, at) {
  const text = one === "" ? word("value.none") : WORDED.has(name) ? word(`${name}.${one}`) : one;
  const made = el("option", { value: String(at + 1) }, `${text} (${n})`);
  made.wanted = one;
  return made;
}

function pick(name, select) {
  const { [name]: _, ...rest } = state.chosen;
  const wanted = select.selectedOptions[0].wanted;
  change({ chosen: wanted === undefined ? rest : { ...rest, [name]: wanted } });
}

function clear() {
  document.getElementById("filters").reset();
  change({ query: "", chosen: {}, whole: false });
  document.getElementById("search").focus();
}

function change(what) {
  Object.assign(state, { page: 0 }, what);
  showList();
}

/* Write the rows. */
function showList() {
  const found = fitting();
  const pages = Math.max(Math.ceil(found.length / ROWS), 1);
  state.page = Math.min(state.page, pages - 1);
  const shown = found.slice(state.page * ROWS, (state.page + 1) * ROWS);
  const table = el("table", { role: "table" },
    el("caption", { class: "visually-hidden", "data-t": "list.caption" }, word("list.caption")),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, COLUMNS.map(heading))),
    el("tbody", { role: "rowgroup" }, shown.map(line)));
  const rows = found.length ? table : el("p", { class: "notice" }, t("list.none"));
  document.getElementById("list").replaceChildren(rows, pages > 1 ? pager(found.length, pages) : "");
  document.getElementById("count").replaceChildren(
    `${grouped(found.length)} `, t("list.of"), ` ${grouped(documents.length)} `, t("list.count"));
}

function heading(name) {
  const here = state.by === name;
  const sort = here ? (state.down ? "descending" : "ascending") : null;
  const key = `col.${name}`;
  const run = () => {
    change({ by: name, down: here && !state.down });
    document.getElementById(`sort-${name}`).focus();
  };
  const mark = el("span", { "aria-hidden": "true", class: "arrow" }, here ? (state.down ? "▾" : "▴") : "");
  return el("th", { scope: "col", role: "columnheader", "aria-sort": sort, class: `c-${name}` },
    el("button", { type: "button", id: `sort-${name}`, on: { click: run } }, t(key), mark));
}

function line(d) {
  const title = value(d.title ?? d.id, d.language);
  const open = isWhole(d)
    ? el("button", { type: "button", class: "open", "data-id": d.id, on: { click: () => openView(d.id) } }, title)
    : el("span", { class: "closed" }, title, el("small", {}, t("list.no_page")));
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader", class: "c-title" }, open, el("small", { class: "id" }, value(d.id), d.parts > 1 ? ` · ${d.part}/${d.parts}` : "")),
    cell("source", d.source === null ? "" : value(d.source, d.language)),
    cell("date", d.date === null ? "" : el("code", {}, value(d.date))),
    cell("type", d.document_type === null ? "" : t(`type.${d.document_type}`)),
    cell("script", t(`script.${d.script}`)),
    cell("characters", grouped(d.characters)),
    cell("flags", d.flags.map((flag) => el("span", { class: "chip" }, t(`flag.${flag}`)))),
    cell("duplicate", d.duplicate_kind === null ? "" : t(`kind.${d.duplicate_kind}`)),
    cell("split", t(`split.${d.split}`)));
}

/* Write a cell; on narrow screens the name of its column stands before it. */
function cell(name, children) {
  const empty = Array.isArray(children) ? !children.length : children === "";
  const content = empty ? el("span", { class: "none", "aria-hidden": "true" }, "–") : children;
  return el("td", { role: "cell", class: `c-${name}${empty ? " empty" : ""}` },
    el("span", { class: "label", "aria-hidden": "true" }, t(`col.${name}`)), content);
}

function pager(count, pages) {
  const turn = (by) => () => {
    state.page += by;
    showList();
    document.getElementById("documents").scrollIntoView();
  };
  const from = state.page * ROWS + 1;
  return el("p", { class: "pager" },
    button("list.previous", turn(-1), { disabled: state.page === 0 }),
    el("span", {}, `${grouped(from)}–${grouped(Math.min(from + ROWS - 1, count))}`),
    button("list.next", turn(1), { disabled: state.page === pages - 1 }));
}

/* Say what the list and the pages leave out. */
function showRemarks() {
  const unlisted = head.asked ? 0 : head.documents - documents.length;
  const unshown = head.asked ? 0 : head.documents - head.shown;
  document.getElementById("remarks").replaceChildren(
    unlisted ? el("p", { class: "hint" }, `${grouped(unlisted)} `, t("list.left_out")) : "",
    unshown ? el("p", { class: "hint" }, `${grouped(unshown)} `, t("list.sampled"), " ",
      el("code", {}, "dongxi report DIST --ids ID --out FILE")) : "");
}
