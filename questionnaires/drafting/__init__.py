"""From the file of a notice to a draft of its catalogue: reading, outline, figures, duties, and the library's wording.

Knows the domain below it and the formats that notices come in; no language model, no network, and no clock.
"""
