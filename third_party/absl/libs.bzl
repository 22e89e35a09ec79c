"""Abseil's libraries, as Debian installs them."""

# Dependents first, as a static linker needs it; from
# pkg-config --libs $(every absl_*.pc), last mention kept.
ABSL_LIBS = " ".join([
    "flags_parse flags_usage flags_usage_internal flags_internal flags_marshalling",
    "flags_reflection flags_private_handle_accessor flags_commandlineflag",
    "flags_commandlineflag_internal flags_config flags_program_name hash city",
    "low_level_hash random_distributions random_seed_sequences",
    "random_internal_pool_urbg random_internal_randen random_internal_randen_hwaes",
    "random_internal_randen_hwaes_impl random_internal_randen_slow",
    "random_internal_platform random_internal_seed_material",
    "random_seed_gen_exception raw_hash_set hashtablez_sampler statusor status cord",
    "cordz_info cord_internal cordz_functions exponential_biased cordz_handle",
    "bad_optional_access str_format_internal strerror synchronization",
    "graphcycles_internal stacktrace symbolize debugging_internal demangle_internal",
    "malloc_internal time civil_time strings strings_internal base spinlock_wait",
    "int128 throw_delegate time_zone bad_variant_access raw_logging_internal",
    "log_severity",
]).split(" ")
