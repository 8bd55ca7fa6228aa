"""
One module for each rule: ways to violate it, and neighbours that do not.
"""
