"""What every pillar's API stands on: who asks, how often, strict JSON in and out, problems, pages, description."""
