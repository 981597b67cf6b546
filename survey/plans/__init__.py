"""The plan of a bureau: what it promises about its gaps, signed by its head, agreed to and checked by its reviewers. It
knows responses, files and the form; nothing but the sample, the start page and the reports knows it.
"""
