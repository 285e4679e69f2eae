from newsletters.admin import channels, deliveries, issues, returns, subscriptions, suppressions

__all__ = ["channels", "deliveries", "issues", "returns", "subscriptions", "suppressions"]
