"""The browser interface, in Gradio.

`page` is the frame with its tabs. `asking`: the question with its `limits`, the answer
(`render`, `quotes`) and the source `panel`. `library`: the articles there are. `adding`: the
`uploads` and addresses given, what is `running` and its `results`, and the `feeds` followed.
All use `element`, `labels` and `theme`.
"""
