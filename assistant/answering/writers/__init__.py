"""Evidence → drafts of statements, in the way that suits the model."""
