"""What is typed in the forum, and what is wrong with it."""
