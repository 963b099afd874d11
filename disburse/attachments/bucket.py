"""An S3-compatible bucket as the store: ``s3://bucket?endpoint=https://host:port&region=name``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from urllib.parse import parse_qs, urlsplit

from minio import Minio
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from disburse.attachments.refusals import StoreAway

IN_MEMORY_BYTES = 1 << 20
CHUNK_BYTES = 1 << 16
ABSENT = frozenset({"NoSuchKey", "NoSuchObject"})
WAIT_S, TRIES = 10, 2


class Bucket:
    """Objects of one bucket; the server must have it already."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        asked, query = urlsplit(url), parse_qs(urlsplit(url).query)
        endpoint = urlsplit(query["endpoint"][0])
        self._bucket = asked.netloc
        self._server = Minio(
            endpoint=endpoint.netloc,
            access_key=key,
            secret_key=secret,
            secure=endpoint.scheme == "https",
            region=query.get("region", ["us-east-1"])[0],
            http_client=PoolManager(timeout=Timeout(WAIT_S), retries=Retry(TRIES, backoff_factor=1)),
        )

    def put(self, path: Path, name: str) -> None:
        """Send the file; the same bytes under the same name may be there already. Raises StoreAway."""
        with _told(), path.open("rb") as file:
            size_bytes = path.stat().st_size
            self._server.put_object(bucket_name=self._bucket, object_name=name, data=file, length=size_bytes)

    def open(self, name: str) -> BinaryIO | None:
        """The object, brought here; None where it is not. Raises StoreAway."""
        with _told():
            try:
                answer = self._server.get_object(bucket_name=self._bucket, object_name=name)
            except S3Error as no:
                if no.code in ABSENT:
                    return None
                raise
            made = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # whoever asked closes it
            try:
                for chunk in answer.stream(CHUNK_BYTES):
                    made.write(chunk)
            finally:
                answer.close()
                answer.release_conn()
        made.seek(0)
        return cast(BinaryIO, made)

    def touch(self, name: str) -> bool:
        """Whether it is there: it was sent a moment ago, and counts as new for a day."""
        with _told():
            try:
                self._server.stat_object(bucket_name=self._bucket, object_name=name)
            except S3Error as no:
                if no.code in ABSENT:
                    return False
                raise
            return True

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object."""
        with _told():
            for one in self._server.list_objects(bucket_name=self._bucket, recursive=True):
                yield str(one.object_name), one.last_modified or datetime.now(UTC)

    def remove(self, name: str) -> None:
        """Delete the object."""
        with _told():
            self._server.remove_object(bucket_name=self._bucket, object_name=name)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (MinioException, HTTPError, OSError) as no:
        raise StoreAway from no
