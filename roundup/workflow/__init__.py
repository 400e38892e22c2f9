"""One file a verb. A workflow takes everything as arguments, returns values, and prints nothing.

To add a verb: one file here with a function of the desk, and a command in roundup/cli/ that calls it.
"""
