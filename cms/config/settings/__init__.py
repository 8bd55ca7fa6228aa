"""One module per place: `development`, `production`, `test`. All take their values from the environment."""
