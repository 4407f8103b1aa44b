"""How `ExecutionLogger` records: what happened, in which words, on which kind of object.

Nothing here imports Django before a Django object is handed over.
"""
