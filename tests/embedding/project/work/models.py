from django.db import models


class MyExecution(models.Model):
    """The host's own record, with the attributes of seed 000."""

    name = models.CharField(max_length=100)
    status = models.CharField(max_length=20, default="pending")
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    stdout = models.TextField(default="")
    stderr = models.TextField(default="")
    logs = models.TextField(default="")
    return_code = models.IntegerField(null=True)

    def __str__(self):
        return self.name


class ScanResult(models.Model):
    """The table of results that seed 003 keeps."""

    scandevresult_filename = models.CharField(max_length=300)
    scandevresult_content = models.TextField()
    script_name = models.CharField(max_length=100)
    task_id = models.CharField(max_length=36)
    script_output = models.TextField(default="")

    def __str__(self):
        return self.scandevresult_filename
