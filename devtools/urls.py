"""Pages that only the demo has, below /dev/."""

from django.urls import path

from devtools.components import views as parts
from devtools.emails import views as emails
from devtools.mail import views as mail

app_name = "devtools"
urlpatterns = [
    path("components/", parts.components, name="components"),
    path("emails/", emails.every, name="emails"),
    path("emails/<slug:key>/", emails.one, name="email"),
    path("emails/<slug:key>/<slug:scheme>/", emails.html, name="email-html"),
    path("emails/<slug:key>/<slug:scheme>/bare/", emails.bare, name="email-bare"),
    path("mail/", mail.inbox, name="mail"),
    path("mail/<slug:key>/", mail.letter, name="mail-letter"),
    path("mail/<slug:key>/html/", mail.html, name="mail-html"),
    path("mail/<slug:key>/source/", mail.source, name="mail-source"),
    path(
        "mail/<slug:key>/attachments/<int:number>/",
        mail.attachment,
        name="mail-attachment",
    ),
]
