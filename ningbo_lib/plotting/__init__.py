"""DataFrame in, Axes out: one module per kind of picture, one style for all."""
