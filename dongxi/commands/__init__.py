"""The verbs of the command line: one small module each.

A module's docstring is its help text; `arguments` declares its options, `run` gives the exit
code: 0 clean, 1 findings, 2 misuse.
"""
