"""Every failure that a user can meet and mend.

    AssistantError
    ├── SettingsError        a setting is unknown or does not fit
    ├── ModelError           a language or embedding model
    │   ├── ModelUnavailable   cannot be loaded or reached
    │   └── WeightsError       weights are missing, damaged or cannot be fetched
    ├── SourceError          an input cannot be read as an article
    ├── IndexStoreError      the index cannot be opened or written
    │   └── FingerprintError   it was made with another embedding model or passage length
    ├── QuestionError        a question or question set cannot be used
    └── ReportError          a report or journal of an evaluation cannot be used

A message says what happened, to which thing, and what to do about it. Anything
else that is raised is a bug and keeps its traceback.
"""


class AssistantError(Exception):
    """Base of all expected failures."""


class SettingsError(AssistantError):
    """A setting is unknown or does not fit."""


class ModelError(AssistantError):
    """A language or embedding model failed."""


class ModelUnavailable(ModelError):  # noqa: N818 - a state, named as users meet it
    """A model cannot be loaded or reached."""


class WeightsError(ModelError):
    """Model weights are missing, damaged or cannot be fetched."""


class SourceError(AssistantError):
    """An input cannot be read as an article."""


class IndexStoreError(AssistantError):
    """The index cannot be opened or written."""


class FingerprintError(IndexStoreError):
    """The index was made with another embedding model or passage length."""


class QuestionError(AssistantError):
    """A question or a question set cannot be used."""


class ReportError(AssistantError):
    """A report or a journal of an evaluation cannot be read, written or compared."""
