from newsletters.admin import channels, deliveries, returns, subscriptions, suppressions

__all__ = ["channels", "deliveries", "returns", "subscriptions", "suppressions"]
