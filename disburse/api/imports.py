"""Published lists sent as files: ``about`` says what the notice says, ``file`` is the list itself."""

from flask import Response

from disburse.api import door, uploads
from disburse.api.audience import Extra
from disburse.api.shapes import RATING_LIST, RECOGNITION_LIST
from disburse.api.uploads import Kept
from disburse.importing import import_rating_file, import_recognition_file
from disburse.queries.rules import FACTS
from schemas.record import Part
from schemas.shown_rules import RatingImportIn, RecognitionImportIn

RATINGS = RatingImportIn()
RECOGNITIONS = RecognitionImportIn.from_dict(
    {"facts": Part(FACTS, optional=True)}, name="RecognitionImport"
)()
RATED = Kept("rating_list", "city/rating-lists", RATING_LIST)
RECOGNISED = Kept("recognition_list", "city/recognition-lists", RECOGNITION_LIST)


def ratings() -> Response:
    """Import a rating list, whole or not at all."""
    given = uploads.sent(RATINGS)
    is_partial = given.read.pop("is_partial")
    return uploads.keep(
        given,
        lambda path: import_rating_file(path, partial=is_partial, **given.read, by=door.asking()),
        RATED,
    )


def recognitions() -> Response:
    """Import a recognition list; a claim is drafted for each row that is certain."""
    given = uploads.sent(RECOGNITIONS)
    about = {**given.read, "facts": given.said.get("facts")}
    return uploads.keep(
        given, lambda path: import_recognition_file(path, **about, by=door.asking()), RECOGNISED
    )


EXTRAS = (
    Extra(
        "POST", "/rating-lists", "import_ratings", "rules", ratings,
        uploads.says(
            "导入评价名单", "Import a rating list", RATINGS, "RatingImportBody", RATED, scope="rules"
        ),
    ),
    Extra(
        "POST", "/recognition-lists", "import_recognitions", "rules", recognitions,
        uploads.says(
            "导入认定名单，免申即享", "Import a recognition list", RECOGNITIONS, "RecognitionImportBody",
            RECOGNISED, scope="rules",
        ),
    ),
)  # fmt: skip
