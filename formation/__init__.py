"""Formation: the pillar's rooms open with its own issue; nothing of it is installed yet."""
