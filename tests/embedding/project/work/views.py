from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.forms.models import model_to_dict
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from work.models import MyExecution, ScanResult
from work.tasks import execute_my_task


@login_not_required
@csrf_exempt
@require_POST
def sign_in(request):
    person = authenticate(request, username=request.POST["email"], password=request.POST["password"])
    if person is None:
        return HttpResponse(status=401)
    login(request, person)
    return HttpResponse(status=204)


def scan(request):
    return render(request, "work/scan.html")


@csrf_exempt
@require_POST
def nightly(request):
    execution = MyExecution.objects.create(name="nightly")
    execute_my_task.delay(execution.pk)
    return JsonResponse({"id": execution.pk})


def nightly_state(request, pk):
    return JsonResponse(model_to_dict(MyExecution.objects.get(pk=pk)))


def results(request):
    """The table that the page loads again when a button has finished."""
    return JsonResponse({"items": list(ScanResult.objects.values())})
