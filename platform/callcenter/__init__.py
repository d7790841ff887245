"""照章: a self-hosted call centre that keeps the conditions of its licence and can prove it."""

__version__ = "0.1.0"
