"""What happened to an execution, for whoever wants to react.

`execution_finished` is sent inside the transaction that ends the execution, so that what a
receiver writes is saved together with the end or not at all. The others are sent after commit.
Each carries `execution` (a `models.Execution`, to be read only).
"""

from django.dispatch import Signal

execution_started = Signal()
execution_progressed = Signal()
execution_finished = Signal()
