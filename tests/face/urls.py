"""The portal with the gallery beside it."""

from django.urls import include, path

from goslar_portal.urls import urlpatterns as portal

urlpatterns = [path("face/", include("tests.face.gallery")), *portal]
