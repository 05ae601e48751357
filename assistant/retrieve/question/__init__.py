"""A question as typed → what it asks for: of whom, of which time, of which articles.

`understanding` puts together: the `parts` of several questions in one, whose words
(`speaking`), the `times` of publication (by a `calendar` and the `dates` that are named),
other `limits` and the `answer_type`. `ellipsis` is of questions that lean on another
("And France?"). How each language says all this is data in `languages`, read by `wordings`.
"""
