"""A readable name of the device that somebody signs in on, from the User-Agent header."""

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # the first match wins: most browsers' headers also contain names from further down
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
UNKNOWN = "An app"


def device_name(user_agent: str) -> str:
    """For example "Firefox on Linux". Without versions, so that an updated browser is not a new device."""
    text = user_agent[:512]
    browser = next((name for marker, name in BROWSERS if marker in text), None)
    system = next((name for marker, name in SYSTEMS if marker in text), None)
    if browser is None:
        return UNKNOWN
    return f"{browser} on {system}" if system else browser
