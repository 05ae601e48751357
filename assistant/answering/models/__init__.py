"""One string → a model; one function streams from any of them.

`choice` reads the string, `opening` opens the model, and `chat` streams a reply. A GGUF file
is served by `llamacpp`, with `llamacpp_server` as its child process; `warming` has it read
the fixed prompts beforehand. `faults` are what clients raise, `thoughts` what a model
says to itself first, `degenerate` replies that are none, and `usage` counts tokens.
"""
