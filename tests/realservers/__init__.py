"""Software nobody here wrote, run for the tests: what a blog's own server sends is the only true sample.

Each server listens on loopback, keeps everything in a folder of its own, and ends with the tests, however they end.
"""
