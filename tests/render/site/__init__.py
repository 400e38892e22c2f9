"""The archive site: every edition, and the lists of them."""
