"""Ukrainian with the year spelt out, so that a sentence may end with a day."""

DATE_FORMAT = "j E Y року"
