"""A self-contained HTML page of texts with their figures marked, beside tables of their records."""

from dnextract.report.marks import Mark, Role
from dnextract.report.page import fragment, page
from dnextract.report.sheets import Line, Scores, Sheet, record_marks, records_sheet

__all__ = ["Line", "Mark", "Role", "Scores", "Sheet", "fragment", "page", "record_marks", "records_sheet"]
