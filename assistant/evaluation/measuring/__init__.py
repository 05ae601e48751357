"""Measures of retrieval, citations, refusals, times and costs."""
