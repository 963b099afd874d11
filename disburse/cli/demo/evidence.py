"""Evidence of the story: small invented PDFs, attached through the door of files before submission."""

import io
from collections.abc import Sequence
from functools import partial

from disburse.attachments.arriving import arrived
from disburse.cli.demo import cast
from disburse.cli.demo.telling import Case, Teller
from disburse.filing import attach as attach_file

EVERY = 12
"""One claim in so many has its papers in the story."""
PAPERS = (("commitment", "真实性承诺书"), ("invoice", "发票"), ("contract", "合同"))
SHARED_INVOICE = (0, 1)
"""Which of those claims show the same invoice: a finding for who compares 重复申报."""
MOST_BYTES = 1 << 16


def attach(teller: Teller, cases: Sequence[Case]) -> None:
    """Two or three papers for some claims, each saying that it is of the demo."""
    for n, case in enumerate(cases[::EVERY]):
        agent = cast.agent(case.claim.enterprise_id)
        for paper, zh in PAPERS[: 2 + n % 2]:
            whose = "shared" if paper == "invoice" and n in SHARED_INVOICE else case.claim.id
            with arrived(io.BytesIO(a_pdf(f"DEMO {paper} {whose}")), MOST_BYTES) as file:
                name = f"演示·{zh}.pdf"
                teller.take(
                    partial(attach_file, file, number=case.claim.id, paper=paper, name=name, by=agent)
                )


def a_pdf(line: str) -> bytes:
    """A page of A4 with one line of ASCII; the same line, the same bytes."""
    drawn = f"BT /F1 18 Tf 72 760 Td ({line}) Tj ET"
    fonts = "<< /Font << /F1 5 0 R >> >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {fonts} >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    text, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")
