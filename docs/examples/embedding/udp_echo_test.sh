#!/usr/bin/env bash
# udp_echo_test.sh PROGRAM: all texts come back, in order, among padding.
set -euo pipefail
output=$("$1")
diff <(printf 'hello %d\n' {0..9}) <(head -10 <<<"$output")
read -r _ padding _ < <(tail -1 <<<"$output")
[ "$padding" -gt 0 ]
