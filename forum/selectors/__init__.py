"""Page-shaped reads of the forum."""
