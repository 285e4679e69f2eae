from newsletters.admin import channels, subscriptions, suppressions

__all__ = ["channels", "subscriptions", "suppressions"]
