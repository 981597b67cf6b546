"""Tables that are sent in or taken away, CSV and XLSX: read within limits, written without formulas. It knows nothing
of what stands in them.
"""
