"""`./portal bench`: the portal measured beside its peers, in the same run under the same load (G-211).

Each area adds a module here with `measure(bench)` and its name in `MODULES`.
"""

MODULES = (
    "pages", "uncached", "search", "events", "paper", "housing", "photos", "information", "delivery",
)  # fmt: skip
