"""跨站展示: texts of one site that another site shows, and that it decided to."""
