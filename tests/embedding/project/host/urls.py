from django.urls import include, path
from work import views

urlpatterns = [
    path("login", views.sign_in),
    path("desk/scan", views.scan),
    path("desk/results", views.results),
    path("desk/nightly", views.nightly),
    path("desk/nightly/<int:pk>", views.nightly_state),
    path("", include("watchbell.api.urls")),
]
