"""Lines named by their words: each rule's own examples, and its look-alikes."""

from __future__ import annotations

import pytest

from dongxi.fold import fold
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
