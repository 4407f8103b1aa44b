from django.urls import include, path
from work import views

urlpatterns = [
    path("login", views.sign_in),
    path("work/scan", views.scan),
    path("work/results", views.results),
    path("work/nightly", views.nightly),
    path("work/nightly/<int:pk>", views.nightly_state),
    path("", include("watchbell.api.urls")),
]
