"""Several wordings of one passage in columns. Plain Python, no Django."""
