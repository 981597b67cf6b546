"""What leaders and auditors read on the web: where a place stands, and from every figure down to the answer behind it.
It knows the report on a round and its ranking, and changes nothing.
"""
