"""The questionnaire as a workbook: written by XlsxWriter, filled in anywhere, read back by openpyxl. It knows the form,
by whose rules cells are read.

layout (which cells a question has) -> writing -> … a bureau's computer … -> reading -> cell_answers (the cells
as answers, by the rules of the form) -> differences (from what it was made from, and from what stands now) -> merging,
or marking what is wrong.
"""
