"""Whether the portal is well: checks for /healthz, measurements for /healthz/metrics (G-161, G-162)."""
