"""
The city with defects: a copy of built sites with faults put in on purpose, and the list of them.

It shows that an inspection finds every fault and nothing else. The faults are put in behind
everything that could stop them; the built sites stay as they are.
"""

from builder.defects.answers import Answer, Comparison, Found, compare, read_answers
from builder.defects.planting import ANSWERS, plant

__all__ = ["ANSWERS", "Answer", "Comparison", "Found", "compare", "plant", "read_answers"]
