"""Addresses of the pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path

from agreements.pages import (
    account,
    again,
    browse,
    countries,
    eyes,
    history,
    leases,
    merge_page,
    mine,
    move_pages,
    quality,
    queue_page,
    record_page,
    review,
    values,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", browse.map_page, name="map"),
    path("agreements", browse.agreements_page, name="agreements"),
    path("agreements/<str:key>", record_page.agreement_page, name="agreement"),
    path("agreements/<str:key>/merge", merge_page.merge_page, name="agreement_merge"),
    path("agreements/<str:key>/history", history.history_page, name="history"),
    path("countries", countries.countries_page, name="countries"),
    path("countries/<str:code>", countries.country_page, name="country"),
    path("about/map", browse.about_map, name="about_map"),
    path("favicon.ico", account.favicon, name="favicon"),
    path("theme", account.set_theme, name="theme"),
    path(
        "login",
        LoginView.as_view(template_name="pages/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("logout", LogoutView.as_view(), name="logout"),
    path("review", queue_page.queue_page, name="review"),
    path("review/reject", queue_page.reject_many, name="review_reject"),
    path("review/bulk/<slug:token>/undo", queue_page.undo_many, name="review_undo_many"),
    path("review/mine", mine.mine_page, name="review_mine"),
    path("review/decided", review.decided_page, name="review_decided"),
    path("review/decisions/<int:decision>/undo", mine.undo, name="review_undo"),
    path("review/<int:draft>", review.draft_page, name="draft"),
    path("review/<int:draft>/decide", review.decide, name="review_decide"),
    path("review/<int:draft>/values", values.change, name="review_values"),
    path("review/<int:draft>/duplicates", move_pages.duplicates, name="review_duplicates"),
    path("review/<int:draft>/bring-back", move_pages.bring_back, name="review_bring_back"),
    path("review/<int:draft>/lease", leases.renew, name="review_lease"),
    path("review/<int:draft>/release", leases.release, name="review_release"),
    path("review/<int:draft>/take-over", leases.take_over, name="review_take_over"),
    path("review/quality", quality.quality_page, name="review_quality"),
    path("review/<int:draft>/again", again.say, name="review_again"),
    path("review/<int:draft>/differ", eyes.differ, name="review_differ"),
]
