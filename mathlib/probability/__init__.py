"""Probability: distributions and samples, estimation, Bayes' rule, statistical learning, processes and networks."""
from __future__ import annotations

from mathlib.probability.bayes import (
    bayes_rule,
    beta_binomial,
    gamma_poisson,
    normal_normal,
    positive_predictive_value,
    predict_success,
)
from mathlib.probability.bayes_network import BayesianNetwork
from mathlib.probability.chow_liu import ChowLiuTree, chow_liu
from mathlib.probability.counts import Bernoulli, Binomial, Counts, Poisson
from mathlib.probability.distributions import (
    FAMILIES,
    Cauchy,
    Exponential,
    Laplace,
    LocationScale,
    Normal,
    StudentT,
    Uniform,
)
from mathlib.probability.estimation import (
    Bootstrap,
    LikelihoodFit,
    bootstrap,
    fit_likelihood,
    log_likelihood,
    maximum_likelihood,
)
from mathlib.probability.gaussian import MultivariateNormal, linear_gaussian
from mathlib.probability.gaussian_process import GaussianProcess, KernelFit, Prediction, fit_kernel
from mathlib.probability.hidden_markov import (
    BaumWelch,
    BestPath,
    CategoricalEmissions,
    Filtered,
    HiddenMarkovModel,
    NormalEmissions,
    Smoothed,
    backward,
    baum_welch,
    forward,
    smooth,
    viterbi,
)
from mathlib.probability.kernels import (
    RBF,
    ConstantKernel,
    Kernel,
    LinearKernel,
    Matern,
    Periodic,
    Product,
    RationalQuadratic,
    Sum,
)
from mathlib.probability.learning import (
    BiasVariance,
    GaussianMixture,
    KMeans,
    KNearestNeighbors,
    LinearRegression,
    LogisticRegression,
    MixtureFit,
    NaiveBayes,
    Split,
    bias_variance,
    cross_validate,
    fit_mixture,
    hoeffding_bound,
    hoeffding_n,
    k_fold,
    k_means,
    k_means_plus_plus,
    k_means_step,
    maximization_step,
    responsibilities,
    train_test_split,
)
from mathlib.probability.posterior import (
    Chain,
    GridPosterior,
    LaplaceApproximation,
    laplace_approximation,
    metropolis,
    posterior_grid,
)
from mathlib.probability.samples import empirical_cdf, histogram_density, running_mean, sample_means
from mathlib.probability.shapes import Beta, Gamma, Shape

__all__ = [
    "FAMILIES", "RBF", "BaumWelch", "BayesianNetwork", "Bernoulli", "BestPath", "Beta", "BiasVariance", "Binomial",
    "Bootstrap", "CategoricalEmissions", "Cauchy", "Chain", "ChowLiuTree", "ConstantKernel", "Counts", "Exponential",
    "Filtered", "Gamma", "GaussianMixture", "GaussianProcess", "GridPosterior", "HiddenMarkovModel", "KMeans",
    "KNearestNeighbors", "Kernel", "KernelFit", "Laplace", "LaplaceApproximation", "LikelihoodFit", "LinearKernel",
    "LinearRegression", "LocationScale", "LogisticRegression", "Matern", "MixtureFit", "MultivariateNormal",
    "NaiveBayes", "Normal", "NormalEmissions", "Periodic", "Poisson", "Prediction", "Product", "RationalQuadratic",
    "Shape", "Smoothed", "Split", "StudentT", "Sum", "Uniform", "backward", "baum_welch", "bayes_rule",
    "beta_binomial", "bias_variance", "bootstrap", "chow_liu", "cross_validate", "empirical_cdf", "fit_kernel",
    "fit_likelihood", "fit_mixture", "forward", "gamma_poisson", "histogram_density", "hoeffding_bound",
    "hoeffding_n", "k_fold", "k_means", "k_means_plus_plus", "k_means_step", "laplace_approximation",
    "linear_gaussian", "log_likelihood", "maximization_step", "maximum_likelihood", "metropolis", "normal_normal",
    "positive_predictive_value", "posterior_grid", "predict_success", "responsibilities", "running_mean",
    "sample_means", "smooth", "train_test_split", "viterbi",
]
