"""Faults on purpose: what a build leaves behind when it is killed, starved or lied to."""
