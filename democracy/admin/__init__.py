from democracy.admin.partnership import AdviceRequestAdmin, ContactCheckAdmin, FundingPeriodAdmin

__all__ = ["AdviceRequestAdmin", "ContactCheckAdmin", "FundingPeriodAdmin"]
