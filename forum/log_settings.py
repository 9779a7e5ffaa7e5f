"""Django's setting LOGGING. Taken into forum/settings.py; nothing here reads the environment."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "forum.logs.Discreet", "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {
        "few lines": {"()": "forum.few_lines.FewLines"},
        "refusals": {"()": "forum.logs.Refusals"},
        "reason": {"()": "forum.reasons.LastReason"},
    },
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["few lines", "refusals"]}
    },
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    # The pool tells each try and each line that broke: whoever needed one tells of the outage, with the reason kept from here.
    "loggers": {
        "dialogue": {"level": "INFO"},
        "forum": {"level": "INFO"},
        "psycopg.pool": {"level": "WARNING", "filters": ["reason"]},
    },
}
