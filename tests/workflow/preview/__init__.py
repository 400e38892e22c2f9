"""The preview: the draft as it is, on loopback, without writing anything."""
