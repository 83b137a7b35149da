"""Forms of the shared floor."""
