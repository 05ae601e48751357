"""One string → a model; one function streams from any of them."""
