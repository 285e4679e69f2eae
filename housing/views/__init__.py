"""Pages of landlords: reading, offering a flat, after sending, the own offer."""
