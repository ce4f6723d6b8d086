"""Benchmarks: ratios side by side in one run, medians. `make bench` runs them all; each runs alone too."""
