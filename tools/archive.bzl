"""Static libraries for people outside, which hold all of this project that they need."""

load("//third_party/absl:libs.bzl", "ABSL_LIBS")

# All objects, as they are.
_PLAIN = 'ar qcsD "$out" "$@"'

# One object with Abseil in it, in which all but the ABI is local: it clashes
# with nothing of its user's. Groups are resolved, or another object's would
# take the place of a local one.
_CLOSED = """
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
whole=$folder/maybenot.o
gcc -r -nostdlib -Wl,--force-group-allocation -o "$whole" "$@" -Wl,--start-group {absl} -Wl,--end-group
# A unique symbol is made local only if it is weak.
nm -g --defined-only "$whole" | sed -n 's/.* u //p' > "$folder/unique"
objcopy --weaken-symbols "$folder/unique" "$whole"
objcopy --wildcard --keep-global-symbol '{exports}' "$whole"
ar qcsD "$out" "$whole"
"""

def _objects(target):
    """Position-independent objects of a target and of all that it needs."""
    found = []
    for linker_input in target[CcInfo].linking_context.linker_inputs.to_list():
        for library in linker_input.libraries:
            found += library.pic_objects or library.objects
    return found

def _archive_impl(ctx):
    objects = _objects(ctx.attr.dep)
    out = ctx.actions.declare_file(ctx.attr.name)
    command = _PLAIN
    if ctx.attr.exports:
        command = _CLOSED.format(
            absl = " ".join(["-l:libabsl_%s.a" % lib for lib in ABSL_LIBS]),
            exports = ctx.attr.exports,
        )
    ctx.actions.run_shell(
        command = "set -eu; out=$1; shift; " + command,
        arguments = [out.path] + [o.path for o in objects],
        inputs = objects,
        outputs = [out],
        mnemonic = "Archive",
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([out]))]

archive = rule(
    implementation = _archive_impl,
    doc = "One archive of `dep` and of all of this project that it needs.",
    attrs = {
        "dep": attr.label(mandatory = True, providers = [CcInfo]),
        "exports": attr.string(doc = "A pattern. If given, Abseil is in it too, and no other symbol is global."),
    },
)
