"""Training of what the search ships with: the encoder's towers. Nothing that serves imports this package."""
