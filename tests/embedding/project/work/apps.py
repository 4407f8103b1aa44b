from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "work"

    def ready(self):
        from watchbell.executions.signals import execution_finished
        from work.results import keep_result

        execution_finished.connect(keep_result)
