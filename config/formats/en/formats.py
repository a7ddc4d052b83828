"""The forms that `|date`, `|date:"DATETIME_FORMAT"` and numbers in templates take in English."""

from typing import Final

DATE_FORMAT: Final = "j F Y"
DATETIME_FORMAT: Final = "j F Y, H:i"
SHORT_DATETIME_FORMAT: Final = "j M Y, H:i"
TIME_FORMAT: Final = "H:i"
YEAR_MONTH_FORMAT: Final = "F Y"
MONTH_DAY_FORMAT: Final = "j F"
DECIMAL_SEPARATOR: Final = "."
THOUSAND_SEPARATOR: Final = ","
NUMBER_GROUPING: Final = 3
