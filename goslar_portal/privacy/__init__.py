"""The privacy desk: what people ask about their own data, and what is answered (G-101 to G-107).

Areas say which of their rows are about persons: `goslar_portal.privacy.sources`.
"""
