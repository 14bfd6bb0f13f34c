"""Names: the spans that say what is measured, where and whose it is."""
