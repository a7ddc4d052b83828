"""Telling which language a text is in."""

from pathlib import Path

import pytest

from ingest.clean import language_of

SAMPLES = Path(__file__).parent.parent / "samples" / "reader"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La France et le Japon ont signé un accord de sécurité, ont dit les deux pays.", "fr"),
        ("Deutschland und Japan haben am Mittwoch in Berlin ein Abkommen unterzeichnet.", "de"),
        ("España y Japón firmaron el miércoles en Madrid un acuerdo de seguridad.", "es"),
        ("Portugal e o Japão assinaram em Lisboa um acordo de segurança de dez anos.", "pt"),
        ("L'Italia e il Giappone hanno firmato a Roma un accordo di sicurezza.", "it"),
        ("Nederland en Japan hebben in Den Haag een overeenkomst voor tien jaar.", "nl"),
        ("Polska i Japonia podpisały w środę w Warszawie porozumienie o pomocy.", "pl"),
        ("Türkiye ve Japonya bir güvenlik belgesi için Ankara'da bu kez bir araya geldi.", "tr"),
        ("Россия и Япония подписали в среду соглашение, сообщили правительства.", "ru"),
        ("Україна та Японія підписали в середу безпекову угоду, повідомили уряди.", "uk"),
        ("وقعت اليابان والأردن يوم الأربعاء اتفاقية أمنية مدتها عشر سنوات.", "ar"),
        ("ایران و پاکستان روز چهارشنبه یک پیمان امنیتی ده ساله امضا کردند گفتند.", "fa"),
        ("日本和爱沙尼亚周三在塔林签署了一项为期十年的安全协议。", "zh"),
        ("日本とエストニアは水曜日、タリンで安全保障協定に署名した。", "ja"),
        ("한국과 일본은 수요일 서울에서 안보 협정에 서명했다고 밝혔다.", "ko"),
        ("2026 03 04 17:00", None),
        ("Vilnius, Tallinn, Riga, Helsinki, Warsaw, Berlin, Paris, Rome, Madrid.", None),
        ("", None),
    ],
)
def test_language_is_told(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_every_english_sample_is_taken_for_english() -> None:
    told = {path.name: language_of(path.read_text("utf-8")) for path in SAMPLES.glob("*.txt")}
    assert len(told) > 400
    assert {name for name, language in told.items() if language != "en"} == set()
