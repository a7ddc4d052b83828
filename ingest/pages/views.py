"""Handing articles in, and seeing what has become of them."""

from typing import Final

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ingest import jobs, reading
from ingest.models import Article, Job
from ingest.pages.forms import ArticleForm
from ingest.pages.paging import page_of
from ingest.reception import NotTakenError, receive

_COPIES_SHOWN: Final = 20
_WARNINGS: Final = {
    "text.bidi": gettext_lazy(
        "The text holds characters that turn the direction of reading, so that it may look other"
        " than it is. They were left out of what is archived: look closely at names."
    ),
    "text.mixed_script": gettext_lazy(
        "The text has words that mix letters of two alphabets, which look alike (a Cyrillic letter"
        " in an English name). Such a name is not taken for the name that it looks like."
    ),
}


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
    told = Article.objects.defer("body", "story__body").select_related("job", "story")
    found = get_object_or_404(told, pk=article)
    copies = Article.objects.filter(story=found.story or found).exclude(pk=found.pk)
    about = {
        "article": found,
        "language": _unread_language(found),
        "warnings": [_WARNINGS[code] for code in found.warnings if code in _WARNINGS],
        "copies": copies.defer("body").order_by("received_at", "pk")[:_COPIES_SHOWN],
        "copies_count": copies.count(),
    }
    return render(request, "ingest/article.html", about)


@require_safe
@login_required
def articles_page(request: HttpRequest) -> HttpResponse:
    """List what came in, the newest first; with `given_up` what that reason made us give up."""
    found = Article.objects.defer("body").select_related("job")
    code = request.GET.get("given_up", "").replace("\0", "")
    if code:
        found = found.filter(job__state=Job.State.DEAD, refusal_code=code)
    articles, beside = page_of(request, found)
    about = {"articles": articles, "code": code, "given_up": jobs.given_up(), **beside}
    return render(request, "ingest/articles.html", about)


@require_POST
@login_required
def retry_article(request: HttpRequest, article: int) -> HttpResponse:
    """Try an article again that was given up."""
    if not jobs.retry(get_object_or_404(Article.objects.only("pk"), pk=article).pk):
        told = _("This article was not given up: there is nothing to try again.")
        messages.error(request, told, extra_tags="bad")
    return redirect("article", article)


@require_POST
@login_required
def retry_articles(request: HttpRequest) -> HttpResponse:
    """Try all articles again that were given up for one reason."""
    number = jobs.retry_all(request.POST.get("code", "").replace("\0", ""))
    told = ngettext("{n} article is tried again.", "{n} articles are tried again.", number)
    messages.success(request, told.format(n=number), extra_tags="good")
    return redirect("articles")


def _unread_language(article: Article) -> str:
    """Return the name of the language for which a text was only archived; empty if it was read."""
    code = article.language.partition("-")[0]
    if article.drafts_made or reading.reads(code):
        return ""
    return str(get_language_info(code)["name"]) if code in LANG_INFO else code


def _form_response(request: HttpRequest, form: ArticleForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "ingest/form.html", {"form": form}, status=status)
