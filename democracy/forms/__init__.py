from democracy.forms.advice import AdviceForm

__all__ = ["AdviceForm"]
