from newsletters.admin import channels, issues, subscriptions, suppressions

__all__ = ["channels", "issues", "subscriptions", "suppressions"]
