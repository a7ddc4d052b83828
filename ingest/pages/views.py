"""Handing articles in, and seeing what has become of them."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ingest.models import Article
from ingest.pages.forms import ArticleForm
from ingest.reception import NotTakenError, receive

_SHOWN: Final = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ingest_page(request: HttpRequest) -> HttpResponse:
    """Take an article in and show what becomes of it, or say at which field it can't be taken."""
    if request.method != "POST":
        return _form_response(request, ArticleForm())
    form = ArticleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_response(request, form)
    try:
        receipt = receive(form.submission())
    except NotTakenError as error:
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
        return _form_response(request, form)
    return redirect("article", receipt.article.pk)


@require_safe
@login_required
def article_page(request: HttpRequest, article: int) -> HttpResponse:
    """Show where an article stands: waiting, read with or without drafts, refused and why."""
    found = get_object_or_404(Article.objects.defer("body").select_related("job"), pk=article)
    return render(request, "ingest/article.html", {"article": found})


@require_safe
@login_required
def articles_page(request: HttpRequest) -> HttpResponse:
    """List the articles that came in last."""
    latest = Article.objects.defer("body").select_related("job")[:_SHOWN]
    return render(request, "ingest/articles.html", {"articles": latest})


def _form_response(request: HttpRequest, form: ArticleForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "ingest/form.html", {"form": form}, status=status)
