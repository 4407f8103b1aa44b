from django.apps import AppConfig


class WatchbellConfig(AppConfig):
    name = "watchbell"
    label = "watchbell"
    verbose_name = "Watchbell"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects who reacts to what. Nothing else calls them by name."""
        from watchbell import checks
        from watchbell.executions import engine_log, task_log
        from watchbell.pipelines import reactions as pipeline_reactions
        from watchbell.scheduler import reactions as scheduler_reactions
        from watchbell.scripts import reactions as script_reactions
        from watchbell.tasks import engine_log as tasks_engine_log
        from watchbell.tasks import reactions as task_reactions

        checks.connect()
        task_log.connect()
        engine_log.connect()
        tasks_engine_log.connect()
        task_reactions.connect()
        scheduler_reactions.connect()
        pipeline_reactions.connect()
        script_reactions.connect()
