"""What a person calls the device they sign in on, from the browser's User-Agent header."""

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # the first that fits: most browsers also name the ones below them
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
UNKNOWN = "an app"


def device_name(user_agent: str) -> str:
    """Such as "Firefox on Linux"; without versions, so that an update is no new device."""
    text = user_agent[:512]
    browser = next((name for sign, name in BROWSERS if sign in text), None)
    system = next((name for sign, name in SYSTEMS if sign in text), None)
    if browser is None:
        return UNKNOWN
    return f"{browser} on {system}" if system else browser
