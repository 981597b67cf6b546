"""The questionnaire as a workbook: written by XlsxWriter, filled in anywhere, read back by openpyxl.

layout (which cells a question has) -> writing -> … a bureau's computer … -> reading -> giving (the cells as answers,
by the rules of the form) -> comparing (with what it was made from and what stands now) -> taking, or marking what is
wrong.
"""
