"""Reports and tables as durable work: ordered on a page, made by a worker, kept as files. It knows how each of them is
made, and none of them knows it.
"""
