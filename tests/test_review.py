"""Questions for a person: what is unsure is asked, what is settled is not, and answers are taken."""

from __future__ import annotations

import json

import pytest

import dongxi
from dongxi import curation
from dongxi.cli import main
from dongxi.commands.review import lines
from dongxi.review import KINDS, Question, review

PAGES = {
    "sure": "山里的路修通了\n\n2020年5月3日 来源：山乡报\n\n山里的路修通了，乡亲们的日子都好了，大家都很高兴。",
    "lost": "茶叶卖到了山外\n\n2020年5月3日 来源：山乡报\n\n村民把茶叶运到山外去卖，一年的收\ufffd比过去多了一倍。",
    "rivals": "桥也修好了\n\n2020年5月3日 来源：山乡报\n\n水乡网北京5月4日电 今年春天，村口的桥也修好了，孩子们上学近了。",
    "day": "下雪了\n\n新华社北京12月4日电 今天，山里下了第一场雪，孩子们都跑到外面去玩了。",
}


#: What a person answers to an entry without a value.
ANSWERS = {"title": "山里的第一场雪", "source": "山乡报", "date": "2020-12", "character": "入"}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages")
    for name, text in PAGES.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def dataset(seeds, tmp_path_factory):
    return dongxi.build(seeds, tmp_path_factory.mktemp("out") / "dist")


def asked(dataset):
    return {(question.seed, question.kind, question.field) for question in review(dataset)}


def answered(listing):
    """Fill in the entries of a listing, as a person would."""
    found = listing.replace("reason: ''", "reason: seen in print")
    for field, value in ANSWERS.items():
        found = found.replace(
            f"field: {field}\n  value: ''", f"field: {field}\n  value: {value}"
        )
    return found


def test_what_is_unsure_is_asked(dataset):
    found = asked(dataset)
    assert ("day", "no-year", "date") in found
    assert ("rivals", "conflict", "date") in found
    assert ("lost", "lost-character", "character") in found


def test_what_is_sure_is_not_asked(dataset):
    assert "sure" not in {question.seed for question in review(dataset)}


def test_questions_stand_in_the_order_of_their_value(dataset):
    order = list(KINDS)
    places = [order.index(question.kind) for question in review(dataset)]
    assert places == sorted(places)
    assert len(places) > 2


def test_a_year_that_agrees_is_no_conflict(tmp_path):
    (tmp_path / "seeds").mkdir()
    text = PAGES["rivals"].replace("5月4日", "5月3日")
    (tmp_path / "seeds" / "a.txt").write_text(text, encoding="utf-8")
    found = asked(dongxi.build(tmp_path / "seeds", tmp_path / "dist"))
    assert ("a", "conflict", "date") not in found


POSTS = (
    ("用户1", "2021-03-01 11:00", "我觉得很好，终于不用绕路了，开车方便多了。"),
    ("用户2", "2021-03-02 12:00", "路面有点窄，会车要小心，希望再拓宽一些。"),
    ("用户3", "2021-03-03 13:00", "赞同楼上，晚上没有路灯，骑车回家很危险。"),
)


@pytest.mark.parametrize(
    ("above", "conflict"), [("", False), ("<p>2020年5月3日 10:20</p>", True)]
)
def test_the_dates_of_replies_are_no_conflict(tmp_path, above, conflict):
    """On a page of posts each has its date; one above them all is asked about."""
    posts = "".join(
        f'<div class="post"><span class="author">{name}</span><span>发表于 {day}</span><p>{said}</p></div>'
        for name, day, said in POSTS
    )
    (tmp_path / "seeds").mkdir()
    page = f"<title>新路怎么样？</title><h1>新路怎么样？</h1>{above}{posts}"
    (tmp_path / "seeds" / "a.html").write_text(page, encoding="utf-8")
    found = dongxi.build(tmp_path / "seeds", tmp_path / "dist")
    assert (("a", "conflict", "date") in asked(found)) == conflict


def test_a_page_that_one_person_posted_is_asked_about(tmp_path):
    (tmp_path / "seeds").mkdir()
    text = PAGES["rivals"].replace(
        "2020年5月3日 来源：山乡报", "山客 于 2020-05-03 10:00:21 发布"
    )
    (tmp_path / "seeds" / "a.txt").write_text(text, encoding="utf-8")
    found = dongxi.build(tmp_path / "seeds", tmp_path / "dist")
    assert ("a", "conflict", "date") in asked(found)


def test_answers_are_taken_and_not_asked_again(seeds, dataset, tmp_path):
    """The listing, its reasons filled in, is a curation file as it stands."""
    listing = "\n".join(lines(review(dataset)))
    assert "reason: ''" in listing
    path = tmp_path / "curation.yaml"
    path.write_text(listing, encoding="utf-8")
    with pytest.raises(curation.CurationError, match="is empty"):
        curation.load(path)
    for page in seeds.glob("*.txt"):
        (tmp_path / page.name).write_bytes(page.read_bytes())
    path.write_text(answered(listing), encoding="utf-8")
    again = asked(dongxi.build(tmp_path, tmp_path.with_name("answered")))
    settled = {(q.seed, q.kind, q.field) for q in review(dataset) if q.entry}
    assert len(settled) >= 3
    assert not settled & again


def test_a_field_without_a_value_comes_with_an_entry_to_fill_in(tmp_path):
    """Nothing on the page speaks for a field: the entry waits for both value and reason."""
    (tmp_path / "seeds").mkdir()
    text = "下雪了\n\n今天，山里下了第一场雪，孩子们都跑到外面去玩了，大家都很高兴。"
    (tmp_path / "seeds" / "a.txt").write_text(text, encoding="utf-8")
    found = dongxi.build(tmp_path / "seeds", tmp_path / "dist")
    listing = "\n".join(lines(review(found)))
    values = {question.field: question.entry["value"] for question in review(found)}
    assert values == {"title": "", "date": "", "source": ""}
    path = tmp_path / "seeds" / "curation.yaml"
    path.write_text(listing.replace("reason: ''", "reason: seen"), encoding="utf-8")
    with pytest.raises(curation.CurationError, match=r"line 9, column 3\): 'value' is empty"):
        dongxi.build(tmp_path / "seeds", tmp_path / "again")
    path.write_text(answered(listing), encoding="utf-8")
    assert review(dongxi.build(tmp_path / "seeds", tmp_path / "again")) == []


def test_hostile_text_stays_in_its_comment():
    told = "a\n- seed: x\x1b[31m\u2028- seed: y"
    question = Question("no-title", "s\nt", None, "title", told, None)
    found = "\n".join(lines([question])).splitlines()
    assert all(not line or line.startswith("#") for line in found)


def test_the_number_of_questions_is_bounded(dataset, capsys):
    assert main(["review", str(dataset), "--most", "1"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"# 1 of {len(review(dataset))} questions")
    assert out.count("reason: ''") <= 1


def test_a_program_gets_an_object_a_question(dataset, capsys):
    asked_for = review(dataset)
    assert main(["review", str(dataset), "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["kind"] for row in found] == [one.kind for one in asked_for]
    for row in found:
        assert list(row) == ["kind", "seed", "document", "field", "told", "entry"]
    (lost,) = (row for row in found if row["entry"] and "quote" in row["entry"])
    assert (lost["kind"], lost["entry"]["reason"]) == ("lost-character", "")
    assert any(row["entry"]["value"] == "" for row in found)
    assert main(["review", str(dataset), "--json", "--most", "2"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_no_dataset_is_misuse(tmp_path, capsys):
    assert main(["review", str(tmp_path)]) == 2
    assert "no dataset there" in capsys.readouterr().err


@pytest.mark.parametrize("most", ["0", "-1", "x"])
def test_a_number_of_questions_that_is_none_is_misuse(dataset, most, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["review", str(dataset), "--most", most])
    assert stop.value.code == 2
    assert "expected a whole number from 1 on" in capsys.readouterr().err
