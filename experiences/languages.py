"""The languages that content can be written in.

Codes are BCP 47. The interface has its own list, LANGUAGES in the settings.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language of the content: BCP 47 code, English name, its own name, and the direction in which it is written."""

    code: str
    name: str
    own_name: str
    direction: str = "ltr"


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "English"),
        Language("ar", "Arabic", "العربية", "rtl"),
        Language("bn", "Bangla", "বাংলা"),
        Language("bi", "Bislama", "Bislama"),
        Language("my", "Burmese", "မြန်မာ"),
        Language("zh-Hans", "Chinese (simplified)", "简体中文"),
        Language("zh-Hant", "Chinese (traditional)", "繁體中文"),
        Language("prs", "Dari", "دری", "rtl"),
        Language("dv", "Dhivehi", "ދިވެހި", "rtl"),
        Language("dz", "Dzongkha", "རྫོང་ཁ"),
        Language("fj", "Fijian", "Na vosa vakaviti"),
        Language("fil", "Filipino", "Filipino"),
        Language("fr", "French", "français"),
        Language("gil", "Gilbertese", "Taetae ni Kiribati"),
        Language("hi", "Hindi", "हिन्दी"),
        Language("id", "Indonesian", "Bahasa Indonesia"),
        Language("ja", "Japanese", "日本語"),
        Language("km", "Khmer", "ខ្មែរ"),
        Language("ko", "Korean", "한국어"),
        Language("lo", "Lao", "ລາວ"),
        Language("ms", "Malay", "Bahasa Melayu"),
        Language("mn", "Mongolian", "монгол"),
        Language("ne", "Nepali", "नेपाली"),
        Language("ps", "Pashto", "پښتو", "rtl"),
        Language("fa", "Persian", "فارسی", "rtl"),
        Language("pt", "Portuguese", "português"),
        Language("ru", "Russian", "русский"),
        Language("sm", "Samoan", "Gagana Samoa"),
        Language("si", "Sinhala", "සිංහල"),
        Language("es", "Spanish", "español"),
        Language("ta", "Tamil", "தமிழ்"),
        Language("tet", "Tetum", "Tetun"),
        Language("th", "Thai", "ไทย"),
        Language("tpi", "Tok Pisin", "Tok Pisin"),
        Language("to", "Tongan", "Lea faka-Tonga"),
        Language("ur", "Urdu", "اردو", "rtl"),
        Language("vi", "Vietnamese", "Tiếng Việt"),
    )
}

LANGUAGE_CHOICES = [(language.code, f"{language.name} ({language.own_name})") for language in LANGUAGES.values()]
