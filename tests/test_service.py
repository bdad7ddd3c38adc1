"""The HTTP service: answers, refusals, who may call, and what it survives."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="needs smslint[web]")
pytest.importorskip("starlette", reason="needs smslint[web]")

import jsonschema
from webserver import BAD, GOOD, Service, running

import smslint.render
from smslint.web.settings import Limits, Settings

SCHEMA = json.loads((Path(smslint.render.__file__).parent / "report.schema.json").read_text())
LIMITS = Limits(lint_bytes=20_000, batch_bytes=60_000, drafts=50, characters=500, read_seconds=1, header_seconds=1)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(Settings(limits=LIMITS)) as found:
        yield found


class TestLint:
    def test_the_frozen_report_with_its_additions(self, service: Service) -> None:
        answer = service.post("/v1/lint", {"text": BAD, "form": "formal"})
        jsonschema.validate(answer.json, SCHEMA)
        record = service.lint(BAD, form="formal")
        assert (record["form"], record["form_given"]) == ("formal", True)
        assert {one["rule"] for one in record["findings"]} >= {"hotline-missing", "third-party-contact-threat"}
        assert sum(one["points"] for one in record["contributions"]) == pytest.approx(100 - record["score"])
        assert set(record["preview"]) == {"shortest", "typical", "longest"}

    def test_facts_and_language(self, service: Service) -> None:
        found = service.lint(BAD, lang="en", facts={"litigation": {"filed": True}, "overdue_days": 3})
        assert any(one["rule"] == "overdue-fact-mismatch" for one in found["findings"])
        assert all(one["title"].isascii() for one in found["findings"])

    def test_variables_are_filled_for_the_phone(self, service: Service) -> None:
        record = service.lint("【海岬银行】${name}，您的账单${amount}元", facts={"platform": "tencent"})
        lengths = [record["preview"][name]["length"] for name in ("shortest", "typical", "longest")]
        assert lengths == sorted(lengths)
        assert lengths[0] < lengths[2]
        assert [one["type"] for one in record["variables"]] == ["name", "amount"]

    @pytest.mark.parametrize("text", ["", "😀" * 70, "\ud83d", "\u202e起诉\u202c", "<script>alert(1)</script>", "a\0b"])
    def test_any_text_is_answered(self, service: Service, text: str) -> None:
        assert service.lint(text)["text"] == text

    def test_utf16_offsets_beside_code_points(self, service: Service) -> None:
        record = service.lint("😀" + BAD, form="formal")
        one = next(one for one in record["findings"] if one["rule"] == "third-party-contact-threat")
        units = ("😀" + BAD).encode("utf-16-le")
        assert units[2 * one["span"]["utf16_start"] : 2 * one["span"]["utf16_end"]].decode("utf-16-le") == one["match"]


class TestBatch:
    def test_json(self, service: Service) -> None:
        answer = service.post("/v1/lint/batch", {"drafts": [BAD, {"text": GOOD, "id": "g", "form": "reminder"}]})
        jsonschema.validate(answer.json, SCHEMA)
        records = answer.json["files"][0]["records"]
        assert [(one["id"], one["text"]) for one in records] == [(None, BAD), ("g", GOOD)]

    def test_ndjson(self, service: Service) -> None:
        answer = service.post("/v1/lint/batch", {"drafts": [BAD] * 50}, accept="application/x-ndjson")
        lines = [json.loads(line) for line in answer.body.splitlines()]
        assert [one["index"] for one in lines] == list(range(50))
        assert answer.headers["content-type"].startswith("application/x-ndjson")

    def test_form_and_facts_for_all(self, service: Service) -> None:
        shared = {"drafts": [BAD, {"text": BAD, "form": "soft"}], "form": "formal", "facts": {"overdue_days": 3}}
        records = service.post("/v1/lint/batch", shared).json["files"][0]["records"]
        assert [one["form"] for one in records] == ["formal", "soft"]
        assert all(any(f["rule"] == "overdue-fact-mismatch" for f in one["findings"]) for one in records)


class TestRules:
    def test_all_and_one(self, service: Service) -> None:
        ids = [one["id"] for one in service.get("/v1/rules").json["rules"]]
        assert "amount-missing" in ids
        assert service.get("/v1/rules/amount-missing").json["basis"]

    def test_an_unknown_one_has_a_suggestion(self, service: Service) -> None:
        answer = service.get("/v1/rules/amount-mising")
        assert (answer.status, answer.json["code"]) == (404, "unknown-rule")
        assert "amount-missing" in str(answer.json["detail"])

    def test_health(self, service: Service) -> None:
        assert service.get("/healthz").json["status"] == "ok"


REFUSED = [
    (b"{", 400, "not-json"),
    (b"", 400, "not-json"),
    (b'{"text": "\xff"}', 400, "not-utf8"),
    ('{"text": "催"}'.encode("gb18030"), 400, "not-utf8"),
    (b'{"text": NaN}', 400, "not-json"),
    (b"[" * 5000, 400, "too-deep"),
    (b'{"text": "x", "facts": ' + b'{"a":' * 30 + b"1" + b"}" * 31, 400, "too-deep"),
    (b"[]", 422, "invalid-request"),
    (b"{}", 422, "invalid-request"),
    (b'{"text": 1}', 422, "invalid-request"),
    (b'{"text": "x", "txt": 1}', 422, "invalid-request"),
    (b'{"text": "x", "form": "formall"}', 422, "invalid-request"),
    (b'{"text": "x", "form": 1}', 422, "invalid-request"),
    (b'{"text": "x", "facts": {"litigation.field": true}}', 422, "invalid-request"),
    (b'{"text": "x", "facts": {"overdue_days": "many"}}', 422, "invalid-request"),
    (b'{"text": "x", "facts": {"overdue_days": 1e999}}', 422, "invalid-request"),
    (b'{"text": "x", "lang": "fr"}', 422, "invalid-request"),
    (b'{"text": "' + b"x" * 501 + b'"}', 422, "draft-too-long"),
    (b'{"text": "' + b"x" * 30_000 + b'"}', 413, "body-too-large"),
]


class TestRefusals:
    @pytest.mark.parametrize(("body", "status", "code"), REFUSED, ids=lambda one: str(one)[:30])
    def test_every_fault_has_its_code(self, service: Service, body: bytes, status: int, code: str) -> None:
        answer = service.raw("/v1/lint", body)
        assert (answer.status, answer.json["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"

    def test_a_batch_names_the_draft(self, service: Service) -> None:
        answer = service.post("/v1/lint/batch", {"drafts": ["x", {"text": 1}]})
        assert "drafts[1].text" in str(answer.json["detail"])

    def test_too_many_drafts(self, service: Service) -> None:
        assert service.post("/v1/lint/batch", {"drafts": ["x"] * 51}).json["code"] == "too-many-drafts"

    def test_only_json(self, service: Service) -> None:
        answer = service.request("POST", "/v1/lint", b"text=x", {"content-type": "application/x-www-form-urlencoded"})
        assert (answer.status, answer.json["code"]) == (415, "not-json")

    @pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/lint", 405), ("GET", "/x", 404),
                                                            ("GET", "/static/../app.py", 404)])  # fmt: skip
    def test_addresses(self, service: Service, method: str, path: str, status: int) -> None:
        answer = service.request(method, path)
        assert answer.status == status
        assert answer.json["status"] == status


class TestCallers:
    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[::1"])
    def test_foreign_names_are_refused(self, service: Service, host: str) -> None:
        assert service.get("/healthz", host=host).status == 421

    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1:80", "[::1]:8765"])
    def test_own_names(self, service: Service, host: str) -> None:
        assert service.get("/healthz", host=host).status == 200

    def test_addresses_of_a_service_for_others(self) -> None:
        open_to_others = Settings(host="0.0.0.0", token="t" * 20, names=("lint.example",))
        assert all(map(open_to_others.answers_to, ("192.0.2.7", "2001:db8::7", "lint.example", "localhost")))
        assert not open_to_others.answers_to("evil.example")
        assert not Settings().answers_to("192.0.2.7")

    def test_other_sites_may_not_call(self, service: Service) -> None:
        for origin in ("http://evil.example", "null", f"http://127.0.0.1:{service.port + 1}"):
            answer = service.post("/v1/lint", {"text": "x"}, origin=origin)
            assert (answer.status, answer.json["code"]) == (403, "foreign-origin")
            assert "access-control-allow-origin" not in answer.headers
        assert service.post("/v1/lint", {"text": "x"}, origin=service.url).status == 200

    def test_headers_of_every_answer(self, service: Service) -> None:
        for path in ("/", "/docs", "/static/app.js", "/v1/rules", "/nothing"):
            headers = service.get(path).headers
            assert "script-src 'self'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"

    def test_a_token(self) -> None:
        with running(Settings(token="s" * 20)) as service:
            assert service.get("/").status == 200
            assert service.get("/healthz").status == 200
            assert service.post("/v1/lint", {"text": "x"}).status == 401
            assert service.post("/v1/lint", {"text": "x"}, authorization="Bearer wrong").status == 401
            assert service.post("/v1/lint", {"text": "x"}, authorization="Bearer " + "s" * 20).status == 200


class TestHostileConnections:
    def connect(self, service: Service) -> socket.socket:
        return socket.create_connection(("127.0.0.1", service.port), timeout=10)

    def test_a_silent_client_is_dropped(self, service: Service) -> None:
        with self.connect(service) as client:
            client.sendall(b"POST /v1/lint HT")
            assert client.recv(100) == b""

    def test_a_second_request_that_never_ends(self, service: Service) -> None:
        with self.connect(service) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b" 200 " in client.recv(2000)
            client.sendall(b"GET /healthz HT")
            client.settimeout(4)
            while client.recv(2000):
                pass

    def test_a_body_that_never_comes(self, service: Service) -> None:
        with self.connect(service) as client:
            client.sendall(_head(100) + b'{"text"')
            assert b" 408 " in client.recv(1000)

    def test_a_body_cut_short(self, service: Service) -> None:
        with self.connect(service) as client:
            client.sendall(_head(100) + b'{"text"')
        assert service.get("/healthz").status == 200

    def test_an_endless_body(self, service: Service) -> None:
        with self.connect(service) as client:
            client.sendall(
                b"POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n" + b"4000\r\n" + b"x" * 0x4000 + b"\r\n4000\r\n" + b"x" * 0x4000
            )
            assert b" 413 " in client.recv(1000)

    @pytest.mark.parametrize("junk", [b"\0" * 100, b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                                      b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 20_000])  # fmt: skip
    def test_junk(self, service: Service, junk: bytes) -> None:
        with self.connect(service) as client:
            try:
                client.sendall(junk)
                assert client.recv(1000)[9:10] in (b"4", b"")
            except (ConnectionResetError, BrokenPipeError):
                pass
        assert service.get("/healthz").status == 200


def _head(length: int) -> bytes:
    return (
        "POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\n\r\n"
    ).encode()


class TestPrivacy:
    def test_nothing_of_a_message_is_logged(
        self, service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            service.lint("李秘密欠款")
            service.raw("/v1/lint", '{"text": "李秘密", "facts": {"overdue_days": "李秘密"}}'.encode())
            service.send_file("/v1/files/lint?name=a.txt", "李秘密".encode())
        out = capfd.readouterr()
        assert "秘密" not in caplog.text + out.out + out.err

    def test_a_fault_is_logged_without_its_text(
        self, service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> bytes:
            raise ValueError("李秘密")

        monkeypatch.setattr("smslint.web.answers.one_json", fail)
        answer = service.post("/v1/lint", {"text": "x"})
        assert (answer.status, answer.json["code"]) == (500, "fault")
        until = time.monotonic() + 5  # the answer goes out before the line is written
        while not caplog.text and time.monotonic() < until:
            time.sleep(0.01)
        assert "ValueError" in caplog.text
        assert "秘密" not in caplog.text + answer.body.decode()


class TestFiles:
    def test_rows_are_streamed(self, service: Service) -> None:
        table = f'id,短信内容,form\n1,"{BAD}",formal\n2,"{GOOD}",\n'
        answer = service.send_file("/v1/files/lint?name=a.csv", table.encode())
        head, *rows = [json.loads(line) for line in answer.body.splitlines()]
        assert head == {"drafts": 2, "errors": []}
        assert [(one["id"], one["line"], one["form_given"]) for one in rows] == [("1", 2, True), ("2", 3, False)]
        assert rows[0]["errors"] > 0

    def test_a_workbook_of_a_text_file(self, service: Service) -> None:
        answer = service.send_file("/v1/files/workbook?name=%E8%8D%89%E7%A8%BF.txt", BAD.encode())
        assert answer.body.startswith(b"PK")
        assert "%E8%8D%89%E7%A8%BF-smslint.xlsx" in answer.headers["content-disposition"]

    def test_a_report_shows_markup_as_text(self, service: Service) -> None:
        hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e'
        page = service.send_file("/v1/files/report?name=%3Cb%3E.txt", (BAD + hostile).encode()).body.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<b>.txt" not in page
        assert "\u202e" not in page

    @pytest.mark.parametrize(("query", "body", "status", "code"), [
        ("name=a.exe", b"x", 415, "unknown-file"),
        ("", b"x", 415, "unknown-file"),
        ("name=a.txt", b"\0\0\1", 422, "unreadable-file"),
        ("name=a.txt", b"", 422, "unreadable-file"),
        ("name=a.xlsx", b"PK\3\4rubbish", 422, "unreadable-file"),
        ("name=a.csv", b"a,b\n1,2\n", 422, "no-column"),
        ("name=a.json", b"[" * 100_000, 422, "unreadable-file"),
        ("name=a.txt&form=x", b"x", 422, "invalid-request"),
        ("name=a.txt&lang=x", b"x", 422, "invalid-request"),
        ("name=a.txt", b"x" * 501, 422, "draft-too-long"),
    ])  # fmt: skip
    def test_refusals(self, service: Service, query: str, body: bytes, status: int, code: str) -> None:
        answer = service.send_file(f"/v1/files/lint?{query}", body)
        assert (answer.status, answer.json["code"]) == (status, code)

    def test_forms_of_other_sites_cannot_send_files(self, service: Service) -> None:
        answer = service.request("POST", "/v1/files/lint?name=a.txt", b"x", {"content-type": "text/plain"})
        assert answer.status == 415


def test_work_that_takes_too_long_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Settings(limits=Limits(work_seconds=0.3))) as service:
        monkeypatch.setattr("smslint.web.engine.Engine.lint_all", lambda *_: time.sleep(1))
        answer = service.post("/v1/lint/batch", {"drafts": ["x"]})
        assert (answer.status, answer.json["code"]) == (413, "too-much-work")
        lines = service.post("/v1/lint/batch", {"drafts": ["x"]}, accept="application/x-ndjson").body.splitlines()
        assert json.loads(lines[-1])["error"]["code"] == "too-much-work"
