/* A host in C. Time is the program's own here, so that each run prints the
 * same; a real one hands in maybenot_monotonic_ns() and sleeps until the
 * deadline. */
#include <stdio.h>

#include "maybenot_ext.h"

/* Pads once, 20 ms after the first packet. */
static const char machine[] =
    "02eNp1ibEJAEAIA5Nf7B3N0v1cSESwEL0m5A6YvBqSgP7WeXfM5UoBW7ICYg==";

static void pump(MaybenotDefender* defender, uint64_t now) {
  MaybenotPacket packet;
  while (maybenot_defender_poll_packet(defender, now, &packet) ==
             MaybenotResult_Ok &&
         packet.kind != MaybenotPacketKind_None) {
    printf("%2u ms: %s, %u bytes\n", (unsigned)(now / 1000000),
           packet.kind == MaybenotPacketKind_Normal ? "a packet" : "padding",
           (unsigned)packet.bytes);
  }
}

int main(void) {
  MaybenotDefenderOptions options = MAYBENOT_DEFENDER_OPTIONS_INIT;
  MaybenotDefender* defender = NULL;
  uint64_t now = 0;
  options.padding_bytes = 512;
  if (maybenot_defender_start(machine, &options, now, &defender) !=
      MaybenotResult_Ok) {
    fprintf(stderr, "%s\n", maybenot_error_text());
    return 1;
  }
  maybenot_defender_enqueue(defender, 100, now);
  pump(defender, now);
  while (maybenot_defender_next_deadline(defender) != MAYBENOT_NEVER) {
    now = maybenot_defender_next_deadline(defender);
    maybenot_defender_handle_deadline(defender, now);
    pump(defender, now);
  }
  maybenot_defender_stop(defender);
  return 0;
}
