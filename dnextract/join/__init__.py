"""The join: every figure gets its metric, aspect, status, times, place and owner."""
