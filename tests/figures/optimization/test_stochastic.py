"""What the figures of the page on stochastic gradients say, where no cell of the page asserts it."""
from __future__ import annotations

import re

import pytest

from mathlib.figures.optimization import stochastic
from tests.figures.states import said


@pytest.fixture(scope="module")
def ball():
    return stochastic.noise_ball()


def hovering(figure, **values):
    """Return the distance that the sentence tells, and the one that it predicts."""
    found, predicted = re.findall(r"\d\.\d+", said(figure, **values))
    return float(found), float(predicted)


def test_the_path_hovers_where_theory_predicts(ball):
    for batch in (4, 16, 64):
        found, predicted = hovering(ball, batch=batch, step_size=0.1, schedule="constant", shuffled=False)
        assert found == pytest.approx(predicted, rel=0.25)     # one walk of 500 steps: its own noise is a tenth


def test_four_times_the_batch_halves_the_prediction(ball):
    _, small = hovering(ball, batch=4, step_size=0.1, schedule="constant", shuffled=False)
    _, large = hovering(ball, batch=16, step_size=0.1, schedule="constant", shuffled=False)
    assert large == pytest.approx(small / 2, abs=0.006)


def test_short_steps_are_still_on_their_way(ball):
    found, predicted = hovering(ball, batch=4, step_size=0.03, schedule="constant", shuffled=False)
    assert found > 1.5 * predicted
    assert "still on its way" in said(ball, batch=4, step_size=0.03, schedule="constant", shuffled=False)


def test_dealing_out_a_shuffled_pack_settles_far_inside(ball):
    found, predicted = hovering(ball, batch=16, step_size=0.1, schedule="constant", shuffled=True)
    assert found < predicted / 2


def test_long_steps_on_single_examples_leave_the_predicted_ball(ball):
    found, predicted = hovering(ball, batch=1, step_size=0.3, schedule="constant", shuffled=False)
    assert found > 1.2 * predicted


def test_falling_steps_settle_nearer_if_they_begin_long_and_freeze_if_they_begin_short(ball):
    settled, predicted = hovering(ball, batch=4, step_size=0.3, schedule="falling", shuffled=False)
    assert settled < predicted / 2
    frozen, _ = hovering(ball, batch=4, step_size=0.03, schedule="falling", shuffled=False)
    assert frozen > 3 * hovering(ball, batch=4, step_size=0.03, schedule="constant", shuffled=False)[0]


def test_all_examples_at_once_make_no_noise(ball):
    words = said(ball, batch=569, step_size=0.3, schedule="constant", shuffled=True)
    assert "falls to 9·10⁻⁵" in words


def test_the_goal_of_the_noise_ball_takes_falling_steps_or_a_shuffled_pack(ball):
    chosen = dict(batch=16, step_size=0.1, schedule="constant")
    assert not ball.reached(ball.indices(**chosen, shuffled=False))
    assert ball.reached(ball.indices(**chosen, shuffled=True))


def test_adams_first_step_is_right_without_correction_for_one_pair_of_memories():
    hood = stochastic.adam_hood()
    assert "without the correction 1.00 η" in said(hood, kind="steady", scale=1.0, beta1=0.9, beta2=0.99)
    assert hood.reached(hood.indices(kind="steady", scale=1.0, beta1=0.9, beta2=0.99))
    assert "First step: 1.00 η, without the correction 3.16 η; gradient descent's would be 1,000 η" in said(
        hood, kind="steady", scale=1000.0, beta1=0.9, beta2=0.999)
