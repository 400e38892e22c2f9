"""What editors decide, and what becomes of it: pure functions from decisions and posts to an edition fit to publish.

    ledger.py    decisions → the state of a pick, of the editions, the draft; what can be undone
    payload.py   what each kind of decision carries; the table of verbs
    quote.py     does a passage stand in the post, word for word?
    compose.py   picks and the editor's words → Edition
    check.py     is the edition fit to publish? a table of checks
    suggest.py   which posts to read first, and why
    trail.py     what happened to a post, in words

To add a verb: one cleaner and one line in CLEANERS (payload.py), one line in the table of its docstring, and what it
does to a pick or an edition in ledger.py. To add a check: see check.py.
"""
