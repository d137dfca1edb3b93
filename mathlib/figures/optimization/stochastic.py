"""Figures of the page on stochastic gradients: the noise ball, and what Adam's two averages do to a step."""
from __future__ import annotations

from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, linear_algebra, optimization
from mathlib.figures.words import rounded
from mathlib.live import DATA, FIELD, INK, MUTED, PATH, SECOND, figure, live, log, predict

STEPS = 1500                                       # of each walk in the noise ball


@figure(title="The noise ball: how near does a noisy descent come?",
        alt="Left: the loss of a classifier of tumours as a map around its minimum, the path of a descent that looks "
            "at a few tumours a step, and a dashed ellipse in which theory says it will mostly stay. Right: the "
            "distance from the minimum after each step, on a logarithmic scale, and, dashed, the predicted one.")
def noise_ball():
    """How batch size, step size, schedule and the way of drawing decide how near stochastic descent comes."""
    tumours = data.load_breast_cancer()
    problem = optimization.LogisticProblem.standardised(tumours.X, tumours.y, penalty=0.01)
    best = optimization.newton(problem.gradient, problem.hessian, np.zeros(31)).end
    hessian, gradients = problem.hessian(best), problem.per_example_gradients(best)
    noise = gradients.T @ gradients / len(gradients)
    widest = np.linalg.eigh(optimization.stationary_covariance(hessian, noise, 0.1))[1][:, :-3:-1]
    fig, (ground, curve) = plt.subplots(1, 2, width_ratios=(1, 1.1))
    _draw_ground(ground, problem, best, widest)
    path, = ground.plot([], [], ".-", color=PATH, ms=3, lw=0.4, alpha=0.8)
    ball, = ground.plot([], [], "--", color=SECOND, lw=1.6)
    ground.plot(0, 0, "+", color=INK, ms=8)
    distance, = curve.semilogy([], [], color=PATH, lw=1)
    floor, = curve.plot([], [], "--", color=SECOND, lw=1.6)
    label = curve.text(0, 0, "", color=SECOND, va="top")
    curve.set(xlim=(0, STEPS), ylim=(2e-3, 8), xticks=[0, 500, 1000, 1500], xlabel="step",
              ylabel="distance from the minimum")
    schedules = {"constant": optimization.constant, "falling": lambda size: optimization.inverse_time(size, 0.01)}

    @cache
    def walk(batch, step_size, schedule, shuffled):
        return optimization.sgd(problem.gradient_of, 569, np.zeros(31), schedules[schedule](step_size),
                                batch_size=batch, n_steps=STEPS, replace=not shuffled,
                                rng=np.random.default_rng(1)).path - best

    @live(fig, batch=[1, 4, 16, 64, 569], step_size=[0.03, 0.1, 0.3], schedule=list(schedules), shuffled=False,
          labels={"batch": "batch size B", "step_size": "step size η", "schedule": "step size over time",
                  "shuffled": "shuffle and deal"},
          goal=("end nearer than 0.05 with at most 16 examples a step",
                lambda **chosen: chosen["batch"] <= 16 and _typical(walk(**chosen)) < 0.05),
          presets={"one at a time": dict(batch=1, step_size=0.1, schedule="constant", shuffled=False),
                   "a quarter of the noise": dict(batch=16, step_size=0.1, schedule="constant", shuffled=False),
                   "falling steps": dict(batch=4, step_size=0.3, schedule="falling", shuffled=False),
                   "all at once": dict(batch=569, step_size=0.3, schedule="constant", shuffled=True)},
          predict=predict("With 4 examples a step the path hovers at some distance from the minimum. It looks at 16 "
                          "instead. By which factor does the distance shrink?", answer=2,
                          because="The variance of the gradient falls to a quarter, its size to a half."))
    def update(batch=4, step_size=0.1, schedule="constant", shuffled=False):
        errors = walk(batch, step_size, schedule, shuffled)
        path.set_data(*(errors[::5] @ widest).T)
        distance.set_data(np.arange(STEPS + 1)[::6], np.linalg.norm(errors[::6], axis=1))
        spread = optimization.stationary_covariance(hessian, noise / batch, step_size)
        ball.set_data(*linear_algebra.ellipse(2 * np.linalg.cholesky(widest.T @ spread @ widest)).T)
        radius = float(np.sqrt(np.trace(spread)))
        floor.set_data([0, STEPS], [radius, radius])
        label.set(position=(STEPS / 50, radius * 0.93), text="predicted")
        arrives = step_size * problem.strong_convexity * STEPS > 2      # the flattest error shrinks to a seventh
        return _hovering(_typical(errors), radius, batch, schedule, shuffled, arrives)
    return update


def _draw_ground(ax, problem, best, plane):
    x, y = np.meshgrid(np.linspace(-0.75, 0.75, 41), np.linspace(-0.75, 0.75, 41))
    points = best + np.stack([x, y], axis=-1) @ plane.T
    excess = np.array([problem(w) for w in points.reshape(-1, len(best))]).reshape(x.shape) - problem(best)
    ax.contourf(x, y, excess, levels=excess.max() * np.linspace(0, 1, 9)**2, colors=FIELD)
    ax.set(xlim=(-0.75, 0.75), ylim=(-0.75, 0.75), aspect="equal", xticks=[-0.5, 0, 0.5], yticks=[-0.5, 0, 0.5],
           xlabel="widest direction of the ball", ylabel="second widest")


def _typical(errors):
    """Return the root of the mean squared distance in the last third of a walk."""
    return float(np.sqrt(np.mean(np.sum(errors[-STEPS // 3:]**2, axis=1))))


def _hovering(found, predicted, batch, schedule, shuffled, arrives):
    cost = f"{STEPS * batch / 569:.0f} times through the data."
    found, predicted = map(rounded, (found, predicted))
    if batch == 569 and shuffled:
        return f"All examples in every step: no noise, and the distance falls to {found}, {cost}"
    if schedule == "falling":
        return f"The last third is at {found}; with constant steps {predicted} is predicted; {cost}"
    if not arrives:
        return f"It is at {found}, still on its way; {predicted} is predicted in the end; {cost}"
    if shuffled:
        return f"It hovers at {found}; for independent draws {predicted} is predicted; {cost}"
    return f"It hovers at {found} from the minimum; {predicted} is predicted; {cost}"


@figure(title="Adam under the hood: the scale cancels",
        alt="Left: sixty gradients of one coordinate, as dots, with Adam's average of them and the root of its average "
            "of their squares, on a logarithmic scale. Right: the length of Adam's steps in units of the step size, "
            "with and without the correction of the bias, and a dotted line at one.")
def adam_hood():
    """How the size of the gradients cancels in Adam, and how long its first steps would be without the correction."""
    steps = np.arange(1, 61)
    kinds = {"noisy": 1 + 1.5 * np.random.default_rng(3).standard_normal(60), "steady": np.ones(60),
             "alternating": (-1.0)**(steps - 1), "rare": (steps % 12 == 1).astype(float)}
    fig, (inside, outside) = plt.subplots(1, 2, width_ratios=(1, 1.1))
    seen, = inside.semilogy([], [], "o", color=DATA, ms=2.8)
    root, = inside.plot([], [], "--", color=SECOND, lw=1.4)
    mean, = inside.plot([], [], color=PATH, lw=1.4)
    labels = [inside.text(61.5, 1, "", color=color, va=va) for color, va in ((SECOND, "bottom"), (PATH, "top"))]
    inside.set(xlim=(0, 69), ylim=(1e-5, 1e5), xticks=[1, 20, 40, 60], xlabel="step", ylabel="size of the gradient")
    outside.axhline(1, color=MUTED, lw=0.8, ls=(0, (1, 3)))
    plain, = outside.semilogy([], [], "--", color=SECOND, lw=1.4)
    corrected, = outside.plot([], [], ".-", color=PATH, ms=4, lw=1)
    outside.text(61, 60, "– – without correction", color=SECOND, ha="right", va="center")
    outside.text(61, 33, "•– with correction", color=PATH, ha="right", va="center")
    outside.set(xlim=(0, 62), ylim=(0.02, 100), xticks=[1, 20, 40, 60], xlabel="step",
                ylabel=r"length of the step, in units of $\eta$")

    @live(fig, kind=list(kinds), scale=log(0.001, 1000.0, 7), beta1=[0.0, 0.5, 0.9], beta2=[0.9, 0.99, 0.999],
          labels={"kind": "gradients", "scale": "scale", "beta1": "memory β₁", "beta2": "memory β₂"},
          goal=("find memories for which the first step is right even without the correction",
                lambda kind, scale, beta1, beta2: np.isclose(1 - beta1, np.sqrt(1 - beta2))),
          presets={"a thousand times larger": dict(scale=1000.0), "steady": dict(kind="steady"),
                   "alternating": dict(kind="alternating"), "no memory of the mean": dict(beta1=0.0, kind="steady")},
          predict=predict("All gradients become a thousand times larger. What happens to the steps on the right?",
                          choices=["a thousand times longer", "about thirty times longer", "nothing"],
                          answer="nothing",
                          because="The average and the root of the squares grow alike, and only their ratio counts."),
          ghost=True)
    def update(kind="noisy", scale=1.0, beta1=0.9, beta2=0.999):
        gradients = scale * kinds[kind]
        lengths, means, roots = _adam(gradients, beta1, beta2, True)
        unhelped, _, _ = _adam(gradients, beta1, beta2, False)
        for line, values in ((seen, gradients), (mean, means), (root, roots), (corrected, lengths), (plain, unhelped)):
            line.set_data(steps, _positive(np.abs(values)))
        for label, words, end in zip(labels, (r"$\sqrt{\hat s}$", r"$|\hat m|$"), (roots, means), strict=True):
            label.set(position=(61.5, max(abs(end[-1]), 1e-5)), text=words)
        return _first(lengths, unhelped, abs(gradients[0]))
    return update


def _adam(gradients, beta1, beta2, correct_bias):
    """Return the lengths of Adam's steps with step size 1, and its two averages, the bias taken out: each (k,)."""
    rule, x, memory, told = optimization.adam(1.0, beta1, beta2, correct_bias=correct_bias), np.zeros(1), 0.0, []
    for g in gradients:
        there, (m, s, k) = memory_of = rule(x, np.array([g]), memory)
        told.append((there[0] - x[0], m[0] / (1 - beta1**k), np.sqrt(s[0] / (1 - beta2**k))))
        x, memory = memory_of
    return np.abs(told).T


def _positive(values):
    return np.where(values > 0, values, np.nan)    # a logarithmic axis has no place for a step of 0


def _first(lengths, unhelped, gradient):
    return (f"First step: {lengths[0]:.2f} η, without the correction {unhelped[0]:.2f} η; gradient descent's would be "
            f"{gradient:,.4g} η. Adam's last step here: {lengths[-1]:.2f} η.")
