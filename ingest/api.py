"""What programs may send to the machine room: articles, and ask what became of them."""

from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import path, reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.deprecation import DeprecationView
from agreements.strictness import StrictSerializer
from ingest import jobs
from ingest.models import Article
from ingest.reception import NotTakenError, Submission, receive
from ingest.text_out import TextOut

_COPIES_TOLD: Final = 100


class ArticleIn(StrictSerializer[Any]):
    """An article handed in: its text, or an address to fetch it from."""

    text = serializers.CharField(
        required=False,
        allow_null=True,
        trim_whitespace=False,
        help_text="The whole text, at most 2 MB as UTF-8",
    )
    url = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=2000,
        help_text="Where it stands; fetched if there is no text",
    )
    title = serializers.CharField(required=False, allow_null=True, allow_blank=True, max_length=500)
    publisher = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=200
    )
    published = serializers.DateField(
        required=False, allow_null=True, help_text="The day of publication; relative dates need it"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an article without text and address."""
        if attrs.get("text") is None and attrs.get("url") is None:
            raise serializers.ValidationError({"text": "Send a text, or a url to fetch it from."})
        return attrs


class ArticleOut(serializers.ModelSerializer[Article]):
    """An article on its way in, and what has become of it; null is what is not known."""

    href = serializers.SerializerMethodField()
    url = TextOut()
    title = TextOut()
    publisher = TextOut()
    story = serializers.PrimaryKeyRelatedField[Article](
        read_only=True,
        allow_null=True,
        help_text="The article that tells the same story and was published first; null: this one "
        "was, or no other is known",
    )
    copies = serializers.SerializerMethodField(
        help_text="Of one that was first: the articles that tell its story too, the 100 that came "
        "in first; their own `story` is this one"
    )
    refusal_code = TextOut()
    refusal = TextOut()

    class Meta:
        model = Article
        fields = (
            "id",
            "href",
            "state",
            "origin",
            "url",
            "title",
            "publisher",
            "published",
            "document",
            "drafts_made",
            "story",
            "copies",
            "refusal_code",
            "refusal",
            "warnings",
            "received_at",
            "finished_at",
        )

    def get_href(self, article: Article) -> str:
        """Return where to ask again."""
        return reverse("api-article", args=[article.pk])

    def get_copies(self, article: Article) -> list[int]:
        """Return the copies of its story; one query, none for an article that is one itself."""
        if article.story_id is not None:
            return []
        found = article.copies.order_by("received_at", "pk")
        return list(found.values_list("pk", flat=True)[:_COPIES_TOLD])


class ArticlesView(DeprecationView):
    """Hand in articles."""

    scopes: ClassVar[dict[str, str]] = {"POST": "propose"}
    # Text of 2 MB may be written in escapes.
    body_limit_bytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    @extend_schema(
        operation_id="handInArticle",
        summary="Hand in an article to be read",
        request=ArticleIn,
        responses={
            202: OpenApiResponse(ArticleOut, description="Taken in, and waiting to be read"),
            200: OpenApiResponse(ArticleOut, description="The same article had come in before"),
        },
    )
    def post(self, request: Request) -> Response:
        """Store an article and have it read; the answer says where to ask what became of it."""
        sent = ArticleIn(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            receipt = receive(_submission(sent.validated_data))
        except NotTakenError as error:
            raise serializers.ValidationError({error.field: error.sentence}, error.code) from error
        assert isinstance(request.user, User)  # noqa: S101  narrows the type
        receipt.article.senders.add(request.user)
        code = status.HTTP_202_ACCEPTED if receipt.is_new else status.HTTP_200_OK
        answer = ArticleOut(receipt.article).data
        return Response(answer, status=code, headers={"Location": answer["href"]})


class ArticleView(DeprecationView):
    """What became of one article."""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("propose", "review")}

    @extend_schema(
        operation_id="getArticle",
        summary="What became of an article",
        responses=OpenApiResponse(ArticleOut, description="The article as it stands"),
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return the article's state; `drafts_made` 0 means that nothing was found."""
        article = _visible(request).filter(pk=pk).first()
        if article is None:
            raise NotFound(f"There is no article {pk}.", code="record.unknown")
        return Response(ArticleOut(article).data)


class ArticleRetryView(DeprecationView):
    """Try again what was given up: one article."""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("propose", "review")}

    @extend_schema(
        operation_id="retryArticle",
        summary="Try an article again that was given up",
        request=None,
        responses={
            202: OpenApiResponse(ArticleOut, description="It is tried again"),
            200: OpenApiResponse(ArticleOut, description="It was not given up; as it stands"),
        },
    )
    def post(self, request: Request, pk: int) -> Response:
        """Try the step again at which the article was given up after five tries."""
        if not _visible(request).filter(pk=pk).exists():
            raise NotFound(f"There is no article {pk}.", code="record.unknown")
        code = status.HTTP_202_ACCEPTED if jobs.retry(pk) else status.HTTP_200_OK
        return Response(ArticleOut(Article.objects.get(pk=pk)).data, status=code)


class ReasonIn(StrictSerializer[Any]):
    """Why articles were given up."""

    refusal_code = serializers.CharField(max_length=40, help_text="As articles tell it: `timeout`")


class RetriedOut(serializers.Serializer[Any]):
    """How many articles are tried again."""

    retried = serializers.IntegerField()


class ArticlesRetryView(DeprecationView):
    """Try again what was given up: all articles with one reason."""

    scopes: ClassVar[dict[str, str]] = {"POST": "review"}

    @extend_schema(
        operation_id="retryArticles",
        summary="Try all articles again that were given up for one reason",
        request=ReasonIn,
        responses={202: OpenApiResponse(RetriedOut, description="So many are tried again")},
    )
    def post(self, request: Request) -> Response:
        """Try again all articles that were given up with this `refusal_code`."""
        sent = ReasonIn(data=request.data)
        sent.is_valid(raise_exception=True)
        told = {"retried": jobs.retry_all(sent.validated_data["refusal_code"])}
        return Response(told, status=status.HTTP_202_ACCEPTED)


def _visible(request: Request) -> QuerySet[Article]:
    """Return all articles to editors and who reviews, to other keys what their owner sent."""
    scopes = getattr(request.auth, "scopes", {"review"})
    found = Article.objects.defer("body")
    return found if "review" in scopes else found.filter(senders=request.user.pk)


def _submission(sent: dict[str, Any]) -> Submission:
    text = sent.get("text")
    return Submission(
        origin=Article.Origin.URL if text is None else Article.Origin.PASTE,
        body=b"" if text is None else text.encode("utf-8", "surrogatepass"),
        content_type="" if text is None else "text/plain; charset=utf-8",
        url=sent.get("url") or "",
        title=sent.get("title") or "",
        publisher=sent.get("publisher") or "",
        published=sent.get("published"),
    )


urlpatterns = [
    path("articles", ArticlesView.as_view(), name="api-articles"),
    path("articles/retry", ArticlesRetryView.as_view(), name="api-articles-retry"),
    path("articles/<int:pk>/retry", ArticleRetryView.as_view(), name="api-article-retry"),
    path("articles/<int:pk>", ArticleView.as_view(), name="api-article"),
]
