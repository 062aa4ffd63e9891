"""The languages that content can be written in.

Codes are BCP 47. The interface has its own list, LANGUAGES in the settings.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language of the content: BCP 47 code, English name, its own name, the direction in which it is written, and its script.

    The script is its ISO 15924 code; Hans and Hant are both Hani here, since a reader types what the keyboard gives.
    """

    code: str
    name: str
    own_name: str
    direction: str = "ltr"
    script: str = "Latn"


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "English"),
        Language("ar", "Arabic", "العربية", "rtl", script="Arab"),
        Language("bn", "Bangla", "বাংলা", script="Beng"),
        Language("bi", "Bislama", "Bislama"),
        Language("my", "Burmese", "မြန်မာ", script="Mymr"),
        Language("zh-Hans", "Chinese (simplified)", "简体中文", script="Hani"),
        Language("zh-Hant", "Chinese (traditional)", "繁體中文", script="Hani"),
        Language("prs", "Dari", "دری", "rtl", script="Arab"),
        Language("dv", "Dhivehi", "ދިވެހި", "rtl", script="Thaa"),
        Language("dz", "Dzongkha", "རྫོང་ཁ", script="Tibt"),
        Language("fj", "Fijian", "Na vosa vakaviti"),
        Language("fil", "Filipino", "Filipino"),
        Language("fr", "French", "français"),
        Language("gil", "Gilbertese", "Taetae ni Kiribati"),
        Language("hi", "Hindi", "हिन्दी", script="Deva"),
        Language("id", "Indonesian", "Bahasa Indonesia"),
        Language("ja", "Japanese", "日本語", script="Jpan"),
        Language("km", "Khmer", "ខ្មែរ", script="Khmr"),
        Language("ko", "Korean", "한국어", script="Hang"),
        Language("lo", "Lao", "ລາວ", script="Laoo"),
        Language("ms", "Malay", "Bahasa Melayu"),
        Language("mn", "Mongolian", "монгол", script="Cyrl"),
        Language("ne", "Nepali", "नेपाली", script="Deva"),
        Language("ps", "Pashto", "پښتو", "rtl", script="Arab"),
        Language("fa", "Persian", "فارسی", "rtl", script="Arab"),
        Language("pt", "Portuguese", "português"),
        Language("ru", "Russian", "русский", script="Cyrl"),
        Language("sm", "Samoan", "Gagana Samoa"),
        Language("si", "Sinhala", "සිංහල", script="Sinh"),
        Language("es", "Spanish", "español"),
        Language("ta", "Tamil", "தமிழ்", script="Taml"),
        Language("tet", "Tetum", "Tetun"),
        Language("th", "Thai", "ไทย", script="Thai"),
        Language("tpi", "Tok Pisin", "Tok Pisin"),
        Language("to", "Tongan", "Lea faka-Tonga"),
        Language("ur", "Urdu", "اردو", "rtl", script="Arab"),
        Language("vi", "Vietnamese", "Tiếng Việt"),
    )
}

LANGUAGE_CHOICES = [(language.code, f"{language.name} ({language.own_name})") for language in LANGUAGES.values()]
