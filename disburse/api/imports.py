"""Published lists sent as files: ``about`` says what the notice says, ``file`` is the list itself."""

from typing import Any

from flask import Response

from disburse.api import door, jobs, uploads
from disburse.api.audience import Extra
from disburse.api.shapes import RATING_LIST, RECOGNITION_LIST
from disburse.api.uploads import Kept
from disburse.importing import ABOUT, import_list
from disburse.queries import jobs as queue
from disburse.services.working import ask_import
from reports import proof

RATINGS, RECOGNITIONS = ABOUT["ratings"], ABOUT["recognitions"]
RATED = Kept("rating_list", "city/rating-lists", RATING_LIST)
ASKED = Kept("job", "city/jobs", jobs.WHOLE)
RECOGNISED = Kept("recognition_list", "city/recognition-lists", RECOGNITION_LIST)


def ratings() -> Response:
    """Import a rating list, whole or not at all."""
    return _imported("ratings", RATED)


def recognitions() -> Response:
    """Import a recognition list; a claim is drafted for each row that is certain."""
    return _imported("recognitions", RECOGNISED)


def ratings_later() -> Response:
    """Have a rating list imported by a job: of a list that takes longer than one cares to wait."""
    return _asked("ratings")


def recognitions_later() -> Response:
    """Have a recognition list imported by a job."""
    return _asked("recognitions")


def _imported(what: str, kept: Kept) -> Response:
    given = uploads.sent(ABOUT[what])
    return uploads.keep(given, lambda path: import_list(what, path, given.said, by=door.asking()), kept)


def _asked(what: str) -> Response:
    given = uploads.sent(ABOUT[what])
    content = given.file.stream.read()
    key = queue.of_import(what, proof.digest(content))

    def do() -> Any:
        return ask_import(
            what=what, file_name=given.name, content=content, about=given.said, by=door.asking()
        )

    given.file.stream.seek(0)
    return jobs.once(given.fingerprint(), do, lambda: queue.asked_for(key), 202)


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
    Extra(
        "POST", "/rating-lists/jobs", "import_ratings_later", "rules", ratings_later,
        uploads.says(
            "交办导入评价名单", "Have a rating list imported", RATINGS, "RatingImportBody",
            ASKED, scope="rules", status="202",
        ),
    ),
    Extra(
        "POST", "/recognition-lists/jobs", "import_recognitions_later", "rules", recognitions_later,
        uploads.says(
            "交办导入认定名单", "Have a recognition list imported", RECOGNITIONS, "RecognitionImportBody",
            ASKED, scope="rules", status="202",
        ),
    ),
)  # fmt: skip
