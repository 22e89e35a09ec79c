#!/usr/bin/env bash
# udp_echo_test.sh PROGRAM: all texts come back, in order, among padding.
set -euo pipefail
output=$("$1")
diff <(printf 'hello %d\n' {0..9}) <(head -10 <<<"$output")
read -r _ texts _ _ datagrams _ < <(tail -1 <<<"$output")
[ "$texts" -eq 10 ]
[ "$datagrams" -gt 10 ]
