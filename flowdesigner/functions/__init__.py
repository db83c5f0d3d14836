"""Authors' own Python functions: declared with `@flowdesigner.function`, found and run in processes of their own.

They are never imported where customers are answered or pages are drawn: what a function looks like is read by a worker,
too.
"""
