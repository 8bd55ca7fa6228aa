"""Issuing and host bodies."""
