"""How dates are written, by language: Django's place for it."""
