"""Labels of controls: what has a role is coloured on the page and plain words wherever it is said."""
from __future__ import annotations

import pytest

from mathlib.live import FigureError
from mathlib.live.labels import coloured, refuse_macros, spoken
from mathlib.live.roles import IN_FORMULAS


@pytest.mark.parametrize("role", IN_FORMULAS)
def test_each_role_colours_its_words(role):
    label = rf"step size \{role}{{η}}"
    assert coloured(label) == f'step size <span class="role-{role}">η</span>'
    assert spoken(label) == "step size η"


@pytest.mark.parametrize(("label", "html", "words"), [
    ("plain", "plain", "plain"),
    (r"\path{a} and \data{b}", '<span class="role-path">a</span> and <span class="role-data">b</span>', "a and b"),
    (r"\path{a < b} & c", '<span class="role-path">a &lt; b</span> &amp; c', "a < b & c"),
    (r"{a} \ b", r"{a} \ b", r"{a} \ b"),
])
def test_all_else_stays_as_it_is(label, html, words):
    assert (coloured(label), spoken(label)) == (html, words)
    refuse_macros(label)


@pytest.mark.parametrize(("label", "macro"), [
    (r"\paht{η}", "paht"), (r"\ink{η}", "ink"), (r"\eta", "eta"), (r"\path η", "path"), (r"\path{}", "path"),
    (r"\path{ }", "path"), (r"\path{\data{η}}", "path"), (r"\path{η", "path"), (r"\path{\alpha}", "path"),
    (r"\pathological{η}", "pathological"),
])
def test_what_is_no_role_is_refused(label, macro):
    with pytest.raises(FigureError) as refused:
        refuse_macros(label)
    assert f"{label!r}: \\{macro} must be one of \\path{{…}}, \\data{{…}}, " in str(refused.value)
    assert str(refused.value).endswith("with words alone in the braces")
