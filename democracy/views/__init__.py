from democracy.views.partnership import advice_form, partnership

__all__ = ["advice_form", "partnership"]
