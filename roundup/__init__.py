"""roundup: a week of other people's blog posts, made into one good post of your own."""

__version__ = "0.1.0"
