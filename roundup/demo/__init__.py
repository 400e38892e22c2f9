"""Sample blogs of made-up councils, served on loopback, and a whole week performed on them with the real commands.

To add a blog: write one file in blogs/ (blogs/README.md tells how); nothing else needs to know.
To add a feed format: write one function and give it a line in the table of feeds.py.
"""
