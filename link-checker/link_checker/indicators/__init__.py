"""
What findings are worth: one TOML file for each printed standard, and its reading.
"""

from link_checker.indicators.loading import indicator_sets, load_indicators
from link_checker.indicators.model import Indicator, IndicatorSet, Scale

__all__ = ["Indicator", "IndicatorSet", "Scale", "indicator_sets", "load_indicators"]
