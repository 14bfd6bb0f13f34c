"""The spaCy integration: the language `vi_dnextract` and the component `dnextract`.

spaCy finds both through entry points; nothing has to be imported:

>>> import spacy
>>> nlp = spacy.blank("vi_dnextract")
>>> component = nlp.add_pipe("dnextract", config={"place": "Đà Nẵng"})
>>> doc = nlp("Doanh thu phần mềm năm 2024 đạt 39.888 tỷ đồng.")
>>> [(span.label_, span.text) for span in doc.spans["metrics"]]
[('METRIC', 'Doanh thu phần mềm'), ('PERIOD', 'năm 2024'), ('QUANTITY', '39.888 tỷ đồng')]
>>> [(record.quantity.value, record.period.label) for record in doc._.metrics]
[(Decimal('39888000000000'), '2024')]
"""
