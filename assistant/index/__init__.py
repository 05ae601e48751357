"""Article → passages and sentences → vectors in Chroma, terms beside them."""
