"""Calculus: derivatives and how programs find them, integrals and expectations, losses, convolution, energies.

What needs sympy, `mathlib.calculus.symbolic`, is imported only when one of its names is asked for.
"""
from __future__ import annotations

from typing import Any

from mathlib.calculus.activations import log_softmax, logsumexp, sigmoid, softmax, softplus
from mathlib.calculus.backprop import Backprop, ForwardPass, Layer, backprop_mlp, make_mlp, mlp_forward
from mathlib.calculus.check import GradientCheck, check_gradient
from mathlib.calculus.convolution import conv1d, conv2d, correlate1d, correlate2d, im2col, max_pool2d
from mathlib.calculus.curvature import classify_critical_point, newton_step
from mathlib.calculus.derivatives import (
    TaylorModel,
    derivative,
    directional_derivative,
    gradient,
    hessian,
    jacobian,
    taylor,
)
from mathlib.calculus.dual import Dual, forward_derivative
from mathlib.calculus.energy import (
    RBM,
    GridEBM,
    RBMTraining,
    all_states,
    cd_gradient,
    double_well,
    fit_cd,
    log_partition_ais,
    log_partition_is,
    random_rbm,
    visible_bias,
)
from mathlib.calculus.expectation import (
    Estimate,
    discrete_expectation,
    expectation,
    importance_sampling,
    monte_carlo,
    running_means,
)
from mathlib.calculus.integrals import (
    Rule,
    ball_fraction,
    ball_volume,
    gauss_legendre,
    gauss_legendre_rule,
    riemann,
    simpson,
    trapezoid,
)
from mathlib.calculus.likelihood import likelihood, log_likelihood, normal_log_likelihood, normal_score
from mathlib.calculus.losses import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    cross_entropy,
    cross_entropy_gradient,
    l2_penalty,
    l2_penalty_gradient,
    logistic_gradient,
    logistic_hessian,
    logistic_loss,
    mse,
    mse_gradient,
)
from mathlib.calculus.network import CNNGradient, CNNParameters, SmallCNN, cnn_gradient, cnn_scores, make_cnn
from mathlib.calculus.neuron import NeuronPath, train_neuron
from mathlib.calculus.reverse import ValueAndGradient, Var, backward, value_and_gradient
from mathlib.calculus.ridge import RidgeFit, penalty_from_prior, ridge

__all__ = [
    "Backprop", "CNNGradient", "CNNParameters", "Dual", "Estimate", "ForwardPass", "GradientCheck", "GridEBM",
    "Layer", "NeuronPath", "RBM", "RBMTraining", "RidgeFit", "Rule", "SmallCNN", "TaylorModel", "ValueAndGradient",
    "Var", "all_states", "as_numeric", "backprop_mlp", "backward", "ball_fraction", "ball_volume",
    "binary_cross_entropy", "binary_cross_entropy_gradient", "cd_gradient", "check_gradient",
    "classify_critical_point", "cnn_gradient", "cnn_scores", "conv1d", "conv2d", "correlate1d", "correlate2d",
    "cross_entropy", "cross_entropy_gradient", "derivative", "directional_derivative", "discrete_expectation",
    "double_well", "expectation", "fit_cd", "forward_derivative", "gauss_legendre", "gauss_legendre_rule", "gradient",
    "hessian", "im2col", "importance_sampling", "is_identity", "jacobian", "l2_penalty", "l2_penalty_gradient",
    "likelihood", "log_likelihood", "log_partition_ais", "log_partition_is", "log_softmax", "logistic_gradient",
    "logistic_hessian", "logistic_loss", "logsumexp", "make_cnn", "make_mlp", "max_pool2d", "mlp_forward",
    "monte_carlo", "mse", "mse_gradient", "newton_step", "normal_log_likelihood", "normal_score",
    "penalty_from_prior", "random_rbm", "ridge", "riemann", "running_means", "sigmoid", "simpson", "softmax",
    "softplus", "symbolic_gradient", "symbolic_hessian", "taylor", "taylor_polynomial", "train_neuron", "trapezoid",
    "value_and_gradient", "visible_bias",
]

SYMBOLIC = ("as_numeric", "is_identity", "symbolic_gradient", "symbolic_hessian", "taylor_polynomial")


def __getattr__(name: str) -> Any:
    """Fetch a name of the symbolic module; sympy takes a second to import."""
    if name in SYMBOLIC:
        from mathlib.calculus import symbolic
        return getattr(symbolic, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
