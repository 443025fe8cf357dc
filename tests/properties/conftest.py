"""Properties: rules that hold for whatever comes in, tried on texts, numbers and sequences that hypothesis makes up."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# The same examples in every run, so that a red test stays red until the code is mended; no files are left behind.
settings.register_profile(
    "cunfatong",
    deadline=None,
    max_examples=50,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("cunfatong")
