"""The archive site measured: a desk of ten years, rendered beside Hugo."""
