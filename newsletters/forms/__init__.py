from newsletters.forms.own import AddressForm, LanguageForm
from newsletters.forms.signup import SignUpForm

__all__ = ["AddressForm", "LanguageForm", "SignUpForm"]
