"""What every page type shares."""
