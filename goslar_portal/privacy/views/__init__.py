"""Pages of the privacy desk, and the one page where people fetch their answer."""
