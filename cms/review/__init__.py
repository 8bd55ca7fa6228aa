"""三审三校: who may do what, three reviews before anything is public, and the log of every step."""
