"""What happened to an execution, for whoever wants to react. Receivers read, they do not change it.

`executions_started` and `executions_finished` (`executions`: a list) are sent inside the transaction
that starts or ends them, so that what a receiver writes is saved together with it or not at all.
The other three carry one `execution` each and are sent after commit.
"""

from django.dispatch import Signal

executions_started = Signal()
executions_finished = Signal()
execution_started = Signal()
execution_progressed = Signal()
execution_finished = Signal()
