"""English as it is read here: day before month."""

DATE_FORMAT = "j F Y"
