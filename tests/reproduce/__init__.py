"""Builds in changed surroundings, compared byte by byte."""
