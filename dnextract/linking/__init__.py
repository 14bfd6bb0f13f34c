"""Linking: from the words of a record to the catalogue of indicators, and how sure the record is."""
