"""The figures on the singular value decomposition: what the page is given is right up to its rounding; the goals."""
from __future__ import annotations

import numpy as np
import pytest

from mathlib.figures.linear_algebra import svd
from mathlib.live import FigureError
from mathlib.live.script import check_script
from tests.figures.states import reached


@pytest.fixture(scope="module")
def photograph():
    return svd.photograph()


@pytest.mark.parametrize("photo", ["temple", "flower"])
@pytest.mark.parametrize("rank", [20, 250])
def test_the_numbers_in_the_page_are_off_by_their_rounding(photograph, photo, rank):
    """A number rounded to steps of h is off by h / sqrt(12) in the mean square; the terms add their squares."""
    data, s = photograph.options.data, np.linalg.svd(_greys(photo), compute_uv=False)[:rank]
    left, right = (data[f"{photo}_{side}"][:rank].T.astype(float) for side in ("left", "right"))
    rebuilt = left * data[f"{photo}_factor"][:rank] @ right.T
    U, _, Vt = np.linalg.svd(_greys(photo), full_matrices=False)
    off = rebuilt - U[:, :rank] * s @ Vt[:rank]
    steps = [np.maximum(svd.STEP, s * np.abs(frame[:, :rank]).max(axis=0) / 127) for frame in (U, Vt.T)]
    expected = sum((step**2).sum() / 12 / other for step, other in zip(steps, (640, 427), strict=True))
    assert np.sqrt((off**2).mean()) == pytest.approx(np.sqrt(expected), rel=0.05)


def _greys(photo):
    from mathlib.data import load_china, load_flower
    return {"temple": load_china, "flower": load_flower}[photo]().mean(axis=2)


@pytest.mark.parametrize(("right", "wrong"), [
    ("b * two.v[j]", "b * two.v[columns - 1 - j]"), ("sign * factor[term]", "factor[term]"),
    ("Math.round(rank)", "Math.round(rank) - 1")])
def test_a_wrong_script_of_the_photograph_is_refused(photograph, right, wrong):
    script = photograph.options.script
    assert right in script
    object.__setattr__(photograph.options, "script", script.replace(right, wrong))
    try:
        with pytest.raises(FigureError, match="the script paints picture otherwise than Python at rank="):
            check_script(photograph)
    finally:
        object.__setattr__(photograph.options, "script", script)


def test_only_rank_63_is_good_and_cheap_enough(photograph):
    assert reached(photograph) == [{"rank": 63, "photo": "temple"}]


def test_only_at_58_degrees_the_shear_leaves_the_angle_right():
    assert reached(svd.right_angle()) == [{"angle": 58, "matrix": "shear"}]
