"""The generator of the character tables; see `__main__`."""
