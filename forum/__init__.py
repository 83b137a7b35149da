"""Forum: leaders of the public and private sectors discuss, propose, vote, and can prove it."""
