"""What is on this machine: files, archives, captures, dumps."""
