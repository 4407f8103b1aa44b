"""What the host says of its people: who is asking, and who may do what in Watchbell."""

from people.models import Person


def who(request):
    """A token of the host's own, as its mobile app sends it, or the session of its pages."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer":
        return Person.objects.filter(token=token).first() if token else None
    return getattr(request, "user", None)


def may(user, action, subject):
    """Chiefs do everything; workers press the buttons of their own pages, and see what they started."""
    if user.role == "chief":
        return True
    if user.role != "worker" or not action.startswith("buttons."):
        return False
    if action == "buttons.press" and subject:
        return (subject["page_route"] or "").startswith("/desk")
    if action == "buttons.follow" and subject:
        return subject["pressed_by"] == user.get_username()
    return action != "buttons.write"
