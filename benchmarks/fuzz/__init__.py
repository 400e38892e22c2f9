"""Feeds spoilt at random, read as the program reads them: `python -m benchmarks.fuzz --help`.

    seeds ─▶ mutate ─▶ a parser process, and parse_plain in this one ─▶ judge ─▶ counts

To add a way to spoil a feed: a function in mutate.py, in the table `WAYS` there.
"""
