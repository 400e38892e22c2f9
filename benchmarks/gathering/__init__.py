"""What gathering costs, beside curl, newsboat and lemon24/reader in one run. See `python -m benchmarks.gathering -h`.

    corpus (formats, prose) ─▶ library (kept in a folder) ─▶ server (a process) ◀── peers, each a tree of processes
                                                                                       └─▶ rows ─▶ goals, tables

To add a peer: a class in peers.py, named in `present` there. To add a scenario: a line in `SCENARIOS` of scenarios.py.
"""
