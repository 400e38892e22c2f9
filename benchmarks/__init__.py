"""Measurements, as ratios against something known in the same run. None of them is a test: machines wander."""
