"""The report: its numbers, what hostile texts do to it, what it withholds, how large it is."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser

import hostile_dist
import pytest
import small_dist
import withheld_dist
from conftest import ROOT

from dongxi.cli import main
from dongxi.facts import describe
from dongxi.pipeline import build
from dongxi.report import REPORT, Limits, render
from dongxi.report.detail import Places
from dongxi.report.numbers import Bar, Figure, Stretch, above, figures, step
from dongxi.report.page import SCRIPTS, STYLE, read
from dongxi.report.plots import LONGEST, ROOM, WIDTH, inline, numeral, short
from dongxi.report.sample import key
from dongxi.report.words import words
from dongxi.schema import tables
from dongxi.write import read_parquet

VOID = frozenset({"meta"})
SPLITS = ("train", "validation", "test")


class Parts(HTMLParser):
    """What a browser makes of a page: its tags with attributes, scripts, styles, tables."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(page.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        name = dict(attrs).get("id") or tag
        if tag not in VOID:
            self.open.append(name)
        self.texts.setdefault(name, []).append("")

    def handle_endtag(self, tag):
        if self.open and tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.texts[self.open[-1]][-1] += data

    def json(self, name):
        (found,) = self.texts[f"data-{name}"]
        return json.loads(found)

    def pages(self):
        return [self.json(name[5:]) for name in self.texts if name.startswith("data-page-")]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return hostile_dist.write(tmp_path_factory.mktemp("hostile") / "dist")


@pytest.fixture(scope="module")
def modes(tmp_path_factory):
    return withheld_dist.write(tmp_path_factory.mktemp("modes"))


def rows(folder, table):
    return [
        row
        for split in SPLITS
        for path in sorted((folder / table).glob(f"{split}-*.parquet"))
        for row in read_parquet(path)
    ]


# ---- the same bytes ---------------------------------------------------------------------


def test_a_report_of_a_dataset_is_the_one_of_its_build(built):
    """Made once more from the published files alone, it has the same bytes."""
    assert (
        render(built) == (built / REPORT).read_bytes() == (ROOT / "dist" / REPORT).read_bytes()
    )


def test_nothing_in_it_is_a_float_or_names_the_machine(built):
    page = (built / REPORT).read_text("utf-8")
    parts = Parts(page.encode())
    assert str(built) not in page
    assert all(
        re.search(r"[0-9]\.[0-9]", value or "") is None
        for tag, attributes in parts.tags
        if tag in {"rect", "circle", "path", "text", "svg"}
        for value in attributes.values()
    )
    for name in ("numbers", "list", "head"):
        (text,) = parts.texts[f"data-{name}"]
        json.loads(text, parse_float=pytest.fail)


# ---- numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["built", "hostile"])
def test_the_numbers_are_those_of_the_tables(name, request):
    folder = request.getfixturevalue(name)
    found = Parts((folder / REPORT).read_bytes()).json("numbers")
    every = {table: rows(folder, table) for table in tables()}
    for table, listed in every.items():
        for split in SPLITS:
            mine = sum(row["split"] == split for row in listed)
            assert found["rows"].get(table, {}).get(split, 0) == mine
    size = {}
    for row in every["ledger"]:
        own = size.setdefault(row["role"], [0, 0])
        own[not row["in_text"]] += row["end"] - row["start"]
    assert found["roles"] == size
    assert sum(n for *_, n in found["edits"]) == sum(len(r["rules"]) for r in every["edits"])
    assert sum(found["characters"].values()) == sum(r["characters"] for r in every["documents"])


def test_each_plot_counts_every_document_once(built):
    plots = Parts((built / REPORT).read_bytes()).json("numbers")["figures"]
    for name in ("dates", "sources", "sites", "types", "scripts", "lengths", "splits"):
        assert sum(sum(values) for _, *values in plots[name]["bars"]) == 34, name
    assert sum(n for _, n in plots["pages"]["bars"]) == 5
    left = dict(plots["left_out"]["bars"])
    assert left == {name: out for name, _, out in plots["roles"]["bars"] if out}
    assert sum(sum(v) for _, *v in plots["roles"]["bars"]) == sum(
        row["bytes"] for row in rows(built, "seeds")
    )


def test_the_tables_under_the_plots_say_what_the_plots_draw(built):
    """Their cells are read as a browser reads them."""
    page = (built / REPORT).read_text("utf-8")
    plots = Parts(page.encode()).json("numbers")["figures"]
    for name, plot in plots.items():
        (figure,) = re.findall(rf'<figure id="figure-{name}".*?</figure>', page, re.DOTALL)
        cells = [
            [int(cell.replace(",", "")) for cell in re.findall("<td>(.*?)</td>", line)]
            for line in re.findall("<tr>(.*?)</tr>", figure, re.DOTALL)[1:]
        ]
        assert cells == [values for _, *values in plot["bars"]], name


def test_dates_stand_with_what_is_not_known_of_them(built):
    (dates,) = (f for f in figures(built, describe(built)) if f.key == "dates")
    assert [(s.label, s.first, s.last, s.exactness, s.documents) for s in dates.stretches] == [
        ("2017-07-21", "2017-07-21", "2017-07-21", "day", 1),
        ("?2017-08-29", "2017-08-29", "2017-08-29", "unsure", 1),
        ("2020-10-20", "2020-10-20", "2020-10-20", "day", 1),
        ("2021-04-09~", "2021-04-09", "2021-04-09", "unsure", 1),
        ("2024?", "2024-01-01", "2024-12-31", "unsure", 30),
    ]


def test_many_dates_are_counted_by_year_or_decade(tmp_path):
    done = small_dist.rows()
    (row,) = (r for r in done["documents"] if r["id"] == "news")
    for year in range(1990, 2020):
        day = f"{year}-05-01"
        done["documents"].append(
            row | {"id": f"n{year}", "date": day, "date_earliest": day, "date_latest": day}
        )
    folder = small_dist.write(tmp_path / "dist", done)
    (dates,) = (f for f in figures(folder, describe(folder)) if f.key == "dates")
    assert dates.stretches == ()
    assert [(bar.label, bar.values) for bar in dates.bars] == [
        ("1990–1999", (10, 0, 0)),
        ("2000–2009", (10, 0, 0)),
        ("2010–2019", (11, 0, 0)),
        ("date.none", (0, 0, 5)),
    ]


def test_lengths_are_counted_in_steps_that_meet():
    assert [step(n) for n in (0, 1, 9, 10, 19, 20, 999, 1_000)] == [
        0,
        1,
        5,
        10,
        10,
        20,
        500,
        1_000,
    ]
    ends = [1]
    while ends[-1] < 10**6:
        ends.append(above(ends[-1]))
    assert ends[:8] == [1, 2, 5, 10, 20, 50, 100, 200]


NUMBERS = [(5, LONGEST), (92_274, LONGEST), (385_091, None), (1_879_222, None), (10**12, None)]


@pytest.mark.parametrize(("most", "longest"), NUMBERS)
def test_the_number_behind_a_bar_ends_within_the_plot(most, longest):
    """A bar that leaves it no room is drawn shorter; others stay as long as they were."""
    drawn = inline(Figure("pages", ("series.pages",), (Bar("a", (most,)), Bar("b", (1,)))))
    (width, _) = re.findall(r'<rect class="s0" x="\d+" y="\d+" width="(\d+)"', drawn)
    assert (int(width) == LONGEST) == (longest is not None)
    (x,) = re.findall(rf'<text x="(\d+)" y="\d+" class="n">{most:,}<', drawn)
    assert int(x) + numeral(most) <= WIDTH


@pytest.mark.parametrize("documents", [1, 30, 5_000, 1_879_222])
def test_no_date_is_drawn_over_the_number_behind_it(documents):
    day = Stretch("2020-12-31", "2020-12-31", "2020-12-31", "day", documents)
    (bar,) = (Bar(day.label, (documents, 0, 0)),)
    drawn = inline(Figure("dates", ("date.day", "date.range", "date.unsure"), (bar,), (day,)))
    (centre,) = re.findall(r'cx="(\d+)"', drawn)
    (end,) = re.findall(rf'<text x="(\d+)" y="\d+" class="n e">{documents:,}<', drawn)
    assert int(centre) < int(end) - numeral(documents)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("# 东\\*西", "东*西"),
        ("# &lt;b&gt;东", "<b>东"),
        ("# 东\u202e西", "东\\u202e西"),
        ("东西", None),
        ("## 东西", None),
        (None, None),
    ],
)
def test_the_report_has_the_name_of_the_chinese_card(tmp_path, head, title):
    """In Chinese; where that card has no name, or is not there, it has the other."""
    folder = small_dist.write(tmp_path / "dist")
    card = folder / "README.zh-CN.md"
    card.unlink() if head is None else card.write_text(f"{head}\n\n# 二\n", encoding="utf-8")
    english = Parts(render(folder)).texts["title"][0].removesuffix(" – Report")
    said = Parts(render(folder)).json("head")["words"]["app.title"]
    assert said == [english, title or english]


def test_an_empty_dataset_has_a_report(tmp_path):
    """Every page rejected: there is nothing to list, and the numbers say so."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "blank.txt").write_bytes(b" \n")
    folder = build(tmp_path / "seeds", tmp_path / "dist")
    parts = Parts((folder / REPORT).read_bytes())
    assert parts.json("list")["rows"] == []
    assert parts.pages() == []
    assert parts.json("numbers")["figures"]["pages"]["bars"] == [["reason.empty", 1]]
    assert main(["validate", str(folder)]) == 0


# ---- single documents -------------------------------------------------------------------


def test_a_page_stands_there_byte_by_byte(built):
    """What is shown of the rows, encoded again, is the page."""
    for page in Parts((built / REPORT).read_bytes()).pages():
        shown = "".join(row[7] for row in page["rows"])
        assert hashlib.sha256(shown.encode()).hexdigest() == page["page"]["sha256"]
        assert [row[0] for row in page["rows"][1:]] == [row[1] for row in page["rows"][:-1]]


def test_evidence_is_counted_in_code_points(hostile):
    """Before the date stand characters of two units in UTF-16 and four bytes in UTF-8."""
    (page,) = (p for p in Parts(render(hostile, ["hostile"])).pages() if p["seed"] == "hostile")
    (claim,) = (c for c in page["claims"] if c[1:3] == ["date", "2017-07-21"])
    ((start, end, row, first, last_row, last),) = claim[7]
    assert (row, first, last_row, last) == (2, 5, 2, 15)
    assert page["rows"][2][7][first:last] == "2017-07-21"
    assert end - start == 10


def test_places_in_bytes_that_do_not_decode_are_counted_in_digits():
    ledger = [
        {"start": 0, "end": 3, "raw": "東a", "raw_hex": None},
        {"start": 3, "end": 5, "raw": None, "raw_hex": "ff40"},
        {"start": 5, "end": 9, "raw": None, "raw_hex": None},
    ]
    places = Places(ledger, "big5hkscs")
    assert [places.first(byte) for byte in (0, 2, 3, 4)] == [(0, 0), (0, 1), (1, 0), (1, 2)]
    assert [places.last(byte) for byte in (2, 3, 4, 5)] == [(0, 1), (0, 2), (1, 2), (1, 4)]
    assert (places.first(7), places.last(9)) == ((2, 0), (2, 0))


# ---- hostile texts ----------------------------------------------------------------------


def test_hostile_texts_make_no_element(hostile):
    """The page has the elements of its template, and none of those that texts ask for."""
    parts = Parts((hostile / REPORT).read_bytes())
    names = [name for name, _ in parts.tags]
    assert not {"img", "iframe", "object", "link", "base", "embed"} & set(names)
    assert names.count("style") == 1
    scripts = [attributes for name, attributes in parts.tags if name == "script"]
    assert sum("type" not in attributes for attributes in scripts) == 1
    assert not [
        a
        for _, attributes in parts.tags
        for a in attributes
        if a.startswith("on") or a == "style"
    ]


def test_hostile_texts_arrive_unchanged(hostile):
    parts = Parts((hostile / REPORT).read_bytes())
    listed = parts.json("list")
    (row,) = (
        dict(zip(listed["columns"], row, strict=True))
        for row in listed["rows"]
        if row[0] == "hostile"
    )
    assert (row["title"], row["source"], row["author"]) == (
        hostile_dist.BREAK, hostile_dist.TURN, [hostile_dist.STYLE],
    )  # fmt: skip


def test_nothing_hides_or_turns_round_outside_the_data(hostile):
    """In plots and tables such characters are visible escapes."""
    page = (hostile / REPORT).read_text("utf-8")
    outside = re.sub(r'<script type="application/json".*?</script>|<script>.*?</script>', "", page, flags=re.DOTALL)  # fmt: skip
    assert re.findall("[\u200b-\u200f\u2028-\u202e\u2060-\u206f]", outside) == []
    assert "\\u202eevil" in outside


@pytest.mark.parametrize("text", ["<", ">", "&", "\u2028", "\u2029"])
def test_data_have_no_character_that_html_or_script_knows(hostile, text):
    page = (hostile / REPORT).read_text("utf-8")
    blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert blocks
    assert [block for block in blocks if text in block] == []


def test_no_address_is_a_link_before_the_script_has_judged_it(hostile):
    """Links in the page lead to places within it; addresses of pages stand in the data."""
    parts = Parts((hostile / REPORT).read_bytes())
    led = [attributes["href"] for _, attributes in parts.tags if "href" in attributes]
    assert led
    assert {href[0] for href in led} == {"#"}
    assert not [1 for _, attributes in parts.tags if "src" in attributes]


def test_the_policy_allows_what_is_there_and_nothing_else(hostile):
    page = (hostile / REPORT).read_text("utf-8")
    (policy,) = re.findall('Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(part.split(" ", 1) for part in html.unescape(policy).split("; "))
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digests = [
        "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for text in (style, script)
    ]
    assert (rules["style-src"], rules["script-src"]) == tuple(digests)
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"


def test_our_own_files_ask_for_nothing():
    for name in (STYLE, *SCRIPTS):
        text = read(name)
        assert not re.search(
            r"https?://|url\(|@import|fetch\(|XMLHttp|innerHTML|eval\(", text
        ), name
        assert "</" not in text, name


# ---- what is withheld -------------------------------------------------------------------

SECRETS = (
    withheld_dist.MOBILE, withheld_dist.LANDLINE, withheld_dist.EMAIL, withheld_dist.IDENTITY,
    withheld_dist.CARD,
)  # fmt: skip


@pytest.mark.parametrize("mode", withheld_dist.MODES)
def test_what_was_removed_is_not_there(modes, mode):
    page = (modes / mode / REPORT).read_text("utf-8")
    for words_ in (withheld_dist.REMOVED_WORDS, "钱多多", "村里有一个秘密", "秋天里"):
        assert words_ not in page


@pytest.mark.parametrize("mode", [m for m, o in withheld_dist.MODES.items() if o.get("personal") == "mask"])  # fmt: skip
def test_what_is_masked_is_not_there(modes, mode):
    page = (modes / mode / REPORT).read_text("utf-8")
    assert [secret for secret in SECRETS if secret in page] == []


def test_what_is_only_flagged_is_there(modes):
    """So that the tests above can fail."""
    assert withheld_dist.LANDLINE in (modes / "flag" / REPORT).read_text("utf-8")


def test_a_sample_is_said_to_be_one(tmp_path):
    """A report of all pages does not say so."""
    (tmp_path / "pages").mkdir()
    for name in "一二三":
        text = f"{name}号村的来信\n\n山里的路修通了，乡亲们的日子一天比一天好。"
        (tmp_path / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
    for sample in (0, 2):
        out = build(tmp_path / "pages", tmp_path / f"out{sample}", sample=sample)
        tags = Parts((out / REPORT).read_bytes()).tags
        told = ["app.sampled" in attributes.values() for _, attributes in tags]
        assert any(told) == (sample > 0)


@pytest.mark.parametrize("mode", ["bare", "bare masked"])
def test_a_release_without_texts_has_a_report_without_texts(modes, mode):
    page = (modes / mode / REPORT).read_text("utf-8")
    assert "日子一天比一天好" not in page
    assert "日子一天比一天好" in (modes / "flag" / REPORT).read_text("utf-8")


@pytest.mark.parametrize(
    ("mode", "kinds", "text"),
    [("flag", {0}, False), ("hashes", {2, 3}, True), ("none", set(), True), ("bare", {2, 3}, False)],
)  # fmt: skip
def test_a_page_is_shown_as_its_ledger_is(modes, mode, kinds, text):
    """0 as it reads, 2 withheld, 3 as a hash; without readings the text stands by itself."""
    pages = Parts(render(modes / mode, ["plain"])).pages()
    assert [{row[6] for row in page["rows"]} - {2} for page in pages] == [kinds - {2}]
    assert [page["texts"][0] is not None for page in pages] == [text]


# ---- size and choice --------------------------------------------------------------------


def test_a_sample_is_chosen_by_hash_and_within_its_limit(built):
    ids = [row["id"] for row in rows(built, "documents")]
    parts = Parts(render(built, limits=Limits(listed=6)))
    listed = [row[0] for row in parts.json("list")["rows"]]
    assert listed == sorted(sorted(ids, key=key)[:6])
    assert parts.json("head")["documents"] == 34


@pytest.mark.parametrize(("limit", "seeds"), [(0, 0), (30_000, 1), (10**7, 5)])
def test_pages_are_shown_whole_as_long_as_they_fit(built, limit, seeds):
    page = render(built, limits=Limits(detail_bytes=limit))
    parts = Parts(page)
    assert len(parts.pages()) >= seeds
    assert sum(len(json.dumps(p, ensure_ascii=False, separators=(",", ":")).encode()) for p in parts.pages()) <= limit  # fmt: skip
    assert parts.json("head")["shown"] == sum(len(p["documents"]) for p in parts.pages())


def test_the_list_ends_at_its_limit_too(built):
    parts = Parts(render(built, limits=Limits(list_bytes=1_000)))
    assert 0 < len(parts.json("list")["rows"]) < 10


def test_chosen_documents_are_shown_whatever_their_size(built, tmp_path, capsys):
    out = tmp_path / "page.html"
    wanted = ["002_d0e6fe0b54740d23", "003_585eea4f2105298e.07"]
    assert main(["report", str(built), "--ids", *wanted, "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    parts = Parts(out.read_bytes())
    assert [row[0] for row in parts.json("list")["rows"]] == wanted
    assert [page["seed"] for page in parts.pages()] == [name[:20] for name in wanted]
    tiny = Parts(render(built, wanted, limits=Limits(1, 1, 1)))
    assert [row[0] for row in tiny.json("list")["rows"]] == wanted


def test_an_unknown_document_is_misuse_and_writes_nothing(built, tmp_path, capsys):
    out = tmp_path / "page.html"
    assert main(["report", str(built), "--ids", "nobody", "--out", str(out)]) == 2
    assert "nobody: found no such document" in capsys.readouterr().err
    assert not out.exists()


def test_the_page_goes_to_standard_output(built, tmp_path, monkeypatch, capfdbinary):
    """As `-`, like a CSV; nothing is written, and nothing else said."""
    monkeypatch.chdir(tmp_path)
    assert main(["report", str(built), "--out", "-"]) == 0
    assert capfdbinary.readouterr() == ((built / REPORT).read_bytes(), b"")
    assert main(["report", str(built), "--out", "-", "--json"]) == 2
    out, err = capfdbinary.readouterr()
    assert (out, b"without --json" in err) == (b"", True)
    assert list(tmp_path.iterdir()) == []
    assert main(["report", str(built), "--out", "./-x.html"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["-x.html"]


def test_tables_that_do_not_fit_together_are_misuse(tmp_path, capsys):
    """A document of a page that no row tells of."""
    done = small_dist.rows()
    folder = small_dist.write(tmp_path / "dist", done)
    small_dist.put(folder, "seeds", "train", [])
    names = [row["id"] for row in done["documents"] if row["split"] == "train"]
    out = tmp_path / "page.html"
    assert main(["report", str(folder), "--ids", *names, "--out", str(out)]) == 2
    assert "its tables do not fit together" in capsys.readouterr().err
    assert not out.exists()


def test_a_report_does_not_write_into_the_dataset(built, capsys):
    assert main(["report", str(built), "--out", str(built / "other.html")]) == 2
    assert "other.html" in capsys.readouterr().err
    assert not (built / "other.html").exists()


# ---- words ------------------------------------------------------------------------------


def test_every_word_has_both_languages():
    assert [k for k, (en, zh) in words().items() if not en.strip() or not zh.strip()] == []


def test_rules_are_told_in_both_languages(built):
    """Those of the pages that are shown, and no others."""
    page = Parts((built / REPORT).read_bytes())
    used = {rule for shown in page.pages() for rule in shown["rules"]}
    told = {k: v for k, v in page.json("head")["words"].items() if k.startswith("rule.")}
    assert set(told) == {f"rule.{rule}" for rule in used}
    assert 40 < len(told) < 150
    assert told["rule.tidy/no-break-space"] == [
        "Turns no-break spaces into spaces.",
        "把不间断空格换成普通空格。",
    ]


def test_every_word_that_is_asked_for_is_there():
    """By the template and the script, and for every value of a closed list."""
    asked = set(re.findall(r'\b(?:t|word)\("([a-z_]+\.[a-z_]+)"\)', "".join(map(read, ("report.html.j2", *SCRIPTS)))))  # fmt: skip
    asked |= set(re.findall(r'button\("([a-z_]+\.[a-z_]+)"', "".join(map(read, SCRIPTS))))
    lists = {
        "type": ("documents", "document_type"), "script": ("documents", "script"),
        "split": ("documents", "split"), "role": ("ledger", "role"), "reason": ("seeds", "reason"),
        "certainty": ("claims", "certainty"), "proof": ("edits", "proof"),
        "kind": ("documents", "duplicate_kind"),
    }  # fmt: skip
    for name, (table, column) in lists.items():
        schema = json.loads((ROOT / "schema" / f"{table}.schema.json").read_bytes())
        asked |= {f"{name}.{v}" for v in schema["properties"][column]["enum"] if v}
    flags = json.loads((ROOT / "schema" / "documents.schema.json").read_bytes())
    asked |= {f"flag.{v}" for v in flags["properties"]["flags"]["items"]["enum"]}
    assert len(asked) > 100
    assert sorted(asked - set(words())) == []


#: Fields that are counted, not claimed.
NEVER_DRAWN = {"field.similarity", "field.group_size", "field.parts"}


@pytest.mark.parametrize("stem", ["type", "script", "flag", "role", "reason", "split", "field"])
def test_words_have_room_beside_a_bar(stem):
    for name, both in words().items():
        if name.startswith(f"{stem}.") and name not in NEVER_DRAWN:
            assert [short(word) for word in both] == both, (name, ROOM)
