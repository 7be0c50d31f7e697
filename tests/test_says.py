"""Lines named by their words: each rule's own examples, and its look-alikes."""

from __future__ import annotations

import pytest

from dongxi.fold import fold, fold_lines
from dongxi.says import SAYINGS, says

NAMED = [(s.rule, s.role, line) for s in SAYINGS for line in s.names]
LEFT = [(s.rule, line) for s in SAYINGS for line in s.leaves]


@pytest.mark.parametrize(("rule", "role", "line"), NAMED)
def test_rules_name_their_examples(rule, role, line):
    assert says(fold(line)) == (role, rule)


@pytest.mark.parametrize(("rule", "line"), LEFT)
def test_rules_leave_their_look_alikes(rule, line):
    assert says(fold(line))[1] != rule


def test_rule_ids_are_unique_and_well_formed():
    rules = [s.rule for s in SAYINGS]
    assert len(set(rules)) == len(rules)
    assert all(rule.startswith("roles/") for rule in rules)


def test_rules_match_only_lines_that_begin_so_or_hold_a_sign():
    folded = fold_lines([line for _, _, line in NAMED] + [line for _, line in LEFT])
    missed = [
        (saying.rule, line)
        for line, held in zip(folded.folded, folded.signs, strict=True)
        for saying in SAYINGS
        if saying.pattern.search(line)
        and line[:1] not in saying.starts
        and not held & saying.holds
    ]
    assert missed == []


def test_rules_without_signs_match_at_the_start_of_a_line_only():
    texts = [fold(line) for _, _, line in NAMED] + [fold(line) for _, line in LEFT]
    free = [
        (saying.rule, text)
        for saying in SAYINGS
        if not saying.holds
        for text in texts
        if (found := saying.pattern.search(f"他说的是{text}")) and found.start() > 0
    ]
    assert free == []
