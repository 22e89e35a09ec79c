#!/usr/bin/env bash
# drop_in_test.sh PROGRAM SCRIPT EXPECTED: what the program prints of the script
# is what it printed with the reference's library.
set -euo pipefail
"$1" <"$2" | diff - "$3"
