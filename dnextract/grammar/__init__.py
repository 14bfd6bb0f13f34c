"""The grammar of figures and times: numbers, quantities, periods."""
