"""Components that the Rasa server loads; named in ``config.yml``."""
