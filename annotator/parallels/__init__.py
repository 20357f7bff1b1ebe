"""Where a passage is said again: how near two texts are, and why. Plain Python, no Django."""
