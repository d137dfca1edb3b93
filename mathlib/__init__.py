"""The mathematics behind the book "Mathematics in Machine Learning".

One package a chapter (`mathlib.optimization`, `mathlib.probability`, ...), the live-figure engine in
`mathlib.live`, and the figures of the book in `mathlib.figures`.
"""
