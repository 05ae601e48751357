"""Whether an answer is right.

`correctness` grades by `keypoints`: by their words, numbers, dates and names, else by their
`meaning`, in whichever language each of the answer's `sentences` is; `denial` tells what is
said not to be. `judge` is a second opinion, by a model.
"""
