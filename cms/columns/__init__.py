"""The column tree, the sites and what their editors set."""
