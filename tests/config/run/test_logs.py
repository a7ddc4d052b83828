"""Logs that do not grow for ever."""

from pathlib import Path

from config.run import logs


def test_a_large_log_is_put_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    for start in range(5):
        with (tmp_path / "web.log").open("wb") as log:
            log.write(b"%d" % start)
            log.truncate(logs._LARGEST_BYTES + 1)
        logs.rotate_logs(tmp_path)
    kept = {path.name: path.read_bytes()[:1] for path in tmp_path.iterdir()}
    assert kept == {"web.log.1": b"4", "web.log.2": b"3", "web.log.3": b"2"}


def test_a_small_log_stays(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("small", encoding="ascii")
    logs.rotate_logs(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["web.log"]
