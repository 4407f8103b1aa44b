"""Benchmarks: each prints its figure beside the physical limit measured in the same run."""
