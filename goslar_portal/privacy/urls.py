from django.urls import path

from goslar_portal.privacy.views.answer import privacy_answer

app_name = "privacy"

urlpatterns = [
    path("auskunft/<str:token>/", privacy_answer, name="privacy_answer"),
]
