/* What this library offers beyond maybenot-ffi's ABI: why a call failed, time
 * and randomness of the caller's choice, a rate limit, statistics, and the
 * Defender, which carries actions out.
 *
 * Structs that the caller hands in begin with their size, set by their _INIT
 * macro; structs that the caller is given are filled up to the size it names.
 * So both may grow, and programs built before run on.
 *
 * Times are nanoseconds of the caller's monotonic clock, from any origin; above
 * INT64_MAX they count as INT64_MAX. maybenot_monotonic_ns() is such a clock.
 */
#ifndef MAYBENOT_CAPI_MAYBENOT_EXT_H_
#define MAYBENOT_CAPI_MAYBENOT_EXT_H_

#include <stddef.h>

#include "maybenot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Results beyond MaybenotResult's; of the same type. */
enum MAYBENOT_TAG(MaybenotResultExt) {
  /* An event's type is none of MaybenotEventType; nothing was reported. */
  MaybenotResult_UnknownEvent = 5,
  /* An option or argument is out of its bounds; the error text names it. */
  MaybenotResult_InvalidArgument = 6,
  MaybenotResult_OutOfMemory = 7,
  /* OpenSSL has no randomness to give. */
  MaybenotResult_NoRandomness = 8,
  /* Enqueue: the queue is full, or the Defender was closed. */
  MaybenotResult_QueueFull = 9,
  /* A defect of this library's. */
  MaybenotResult_Internal = 10,
};

/* "maybenot-cpp/MAJOR.MINOR.PATCH": this library. */
const char* maybenot_ext_version(void);

/* Why the last call of this thread that failed did so, in words: field, value
 * and bound. "" if none did. At most 511 bytes; stays until the next failure.
 */
const char* maybenot_error_text(void);

/* The clock that maybenot_start uses. */
uint64_t maybenot_monotonic_ns(void);

/* Bytes of a machine's name with the 0 at its end. */
#define MAYBENOT_NAME_SIZE 33

/* The name of one machine: the first 32 hex digits of the SHA-256 of its
 * string, as the reference would write it.
 * Results: Ok, MachineStringNotUtf8, InvalidMachineString, NullPointer,
 * OutOfMemory. */
MaybenotResult maybenot_machine_name(const char* machine_str, char* name_out);

/* ---- A framework with choices ---- */

/* Nanoseconds; called once a call of maybenot_on_events, and at the start. */
typedef uint64_t (*MaybenotClock)(void* context);

typedef struct MaybenotOptions {
  size_t struct_size;
  double max_padding_frac;  /* In [0, 1]; 0: no limit. */
  double max_blocking_frac; /* In [0, 1]; 0: no limit. */
  MaybenotClock clock;      /* NULL: maybenot_monotonic_ns. */
  void* clock_context;
  /* 1: draws follow from `seed` (xoshiro256**), for tests and simulations; for
   * live traffic predictable padding is no defense. 0: OpenSSL's generator. */
  uint32_t seeded;
  uint32_t reserved; /* 0. */
  uint64_t seed;
} MaybenotOptions;

#define MAYBENOT_OPTIONS_INIT \
  {sizeof(MaybenotOptions), 0.0, 0.0, NULL, NULL, 0, 0, 0}

/* As maybenot_start. `options` NULL: the defaults.
 * Results: those of maybenot_start, and InvalidArgument. */
MaybenotResult maybenot_start_with(const char* machines_str,
                                   const MaybenotOptions* options,
                                   MaybenotFramework** out);

/* Whether every machine is in its end state, after which nothing comes any
 * more; true of no machines and of NULL. */
bool maybenot_all_machines_ended(const MaybenotFramework* framework);

/* From now on calls return no actions while about `max_actions_per_second` or
 * more were returned in the last second; what is dropped is gone, and the
 * machines are not told. INFINITY, as at the start: no limit.
 * Results: Ok, NullPointer, InvalidArgument (NaN, negative). */
MaybenotResult maybenot_set_rate_limit(MaybenotFramework* framework,
                                       double max_actions_per_second);

/* Counts since the start. */
typedef struct MaybenotStatistics {
  uint64_t calls;  /* Of maybenot_on_events that were Ok. */
  uint64_t events; /* In them. */
  /* Actions returned, by kind. */
  uint64_t cancels;
  uint64_t paddings;
  uint64_t blockings;
  uint64_t timers;
  uint64_t dropped; /* Actions that the rate limit held back. */
} MaybenotStatistics;

/* Fills the first `size` bytes of *out; zeros what it does not know.
 * Results: Ok, NullPointer. */
MaybenotResult maybenot_statistics(const MaybenotFramework* framework,
                                   MaybenotStatistics* out, size_t size);

/* ---- The Defender: framework, timers, blocking and a bounded queue ----
 *
 * One side of one defended link. A packet is what the host writes in one piece.
 * After each call the host polls while its transport takes a whole packet, and
 * sets its timer to the next deadline:
 *
 *   static void pump(void) {
 *     MaybenotPacket packet;
 *     while (link_has_room() &&
 *            maybenot_defender_poll_packet(defender, now(), &packet) ==
 *                MaybenotResult_Ok &&
 *            packet.kind != MaybenotPacketKind_None) {
 *       if (packet.kind == MaybenotPacketKind_Normal) write_next();
 *       else write_padding();
 *     }
 *     set_timer(maybenot_defender_next_deadline(defender));
 *   }
 *   on data:     if (maybenot_defender_enqueue(defender, size, now())
 *                    != MaybenotResult_Ok) stop_reading();      pump();
 *   on arrival:  maybenot_defender_received(defender, kind, size, now());
 *                                                               pump();
 *   on timer:    maybenot_defender_handle_deadline(defender, now());
 *                                                               pump();
 *
 * An older time than the latest counts as the latest. */
typedef struct MaybenotDefender MaybenotDefender;

enum MAYBENOT_TAG(MaybenotPacketKind) {
  MaybenotPacketKind_None = 0, /* Nothing may be written now. */
  MaybenotPacketKind_Normal = 1,
  MaybenotPacketKind_Padding = 2,
};
typedef uint32_t MaybenotPacketKind;

enum MAYBENOT_TAG(MaybenotOnFull) {
  MaybenotOnFull_Refuse = 0, /* Enqueue refuses; read no more of the source. */
  /* What fills the queue ends blocking, if that can be bypassed. */
  MaybenotOnFull_EndBlocking = 1,
};
typedef uint32_t MaybenotOnFull;

enum MAYBENOT_TAG(MaybenotRestart) {
  MaybenotRestart_Never = 0,
  /* Once all machines have ended, the next normal packet starts them anew. */
  MaybenotRestart_WhenEnded = 1,
};
typedef uint32_t MaybenotRestart;

enum MAYBENOT_TAG(MaybenotTimerBegin) {
  MaybenotTimerBegin_WhenChanged = 0, /* As the reference's simulator. */
  MaybenotTimerBegin_Always = 1,      /* As the reference's example. */
};
typedef uint32_t MaybenotTimerBegin;

typedef struct MaybenotDefenderOptions {
  size_t struct_size;
  double max_padding_frac;  /* In [0, 1]; 0: no limit. */
  double max_blocking_frac; /* In [0, 1]; 0: no limit. */
  size_t queue_packets;     /* Held while blocked or without room; >= 1. */
  MaybenotOnFull on_full;
  MaybenotRestart restart;
  MaybenotTimerBegin timer_begin;
  uint32_t padding_bytes; /* A padding packet's size, as counted. */
  /* How long the queue may drain after maybenot_defender_close. */
  uint64_t close_limit_ns;
  uint32_t seeded; /* As in MaybenotOptions. */
  uint32_t reserved;
  uint64_t seed;
} MaybenotDefenderOptions;

#define MAYBENOT_DEFENDER_OPTIONS_INIT \
  {sizeof(MaybenotDefenderOptions),    \
   0.0,                                \
   0.0,                                \
   1024,                               \
   0,                                  \
   0,                                  \
   0,                                  \
   0,                                  \
   5000000000u,                        \
   0,                                  \
   0,                                  \
   0}

/* One packet to write. */
typedef struct MaybenotPacket {
  MaybenotPacketKind kind;
  uint32_t bytes;     /* As enqueued; padding_bytes of padding. */
  uint64_t waited_ns; /* Since it was enqueued, or its padding was due. */
} MaybenotPacket;

/* `options` NULL: the defaults. Results: as maybenot_start_with. */
MaybenotResult maybenot_defender_start(const char* machines_str,
                                       const MaybenotDefenderOptions* options,
                                       uint64_t now_ns, MaybenotDefender** out);

/* Frees it. NULL is fine. */
void maybenot_defender_stop(MaybenotDefender* defender);

/* Queues one normal packet.
 * Results: Ok, QueueFull, NullPointer, OutOfMemory, NoRandomness. */
MaybenotResult maybenot_defender_enqueue(MaybenotDefender* defender,
                                         uint32_t bytes, uint64_t now_ns);

/* How many more packets enqueue would take now; 0 of NULL. */
size_t maybenot_defender_room(const MaybenotDefender* defender);

/* A packet arrived whole. Results: Ok, InvalidArgument (kind), NullPointer,
 * OutOfMemory, NoRandomness. */
MaybenotResult maybenot_defender_received(MaybenotDefender* defender,
                                          MaybenotPacketKind kind,
                                          uint32_t bytes, uint64_t now_ns);

/* The next packet that may be written now, or one of kind None. The call is
 * the write: poll only when the transport takes a whole packet.
 * Results: Ok, NullPointer, OutOfMemory, NoRandomness; *out is of kind None
 * unless Ok. */
MaybenotResult maybenot_defender_poll_packet(MaybenotDefender* defender,
                                             uint64_t now_ns,
                                             MaybenotPacket* out);

/* No deadline: later than any time. */
#define MAYBENOT_NEVER UINT64_MAX

/* When to call handle_deadline if nothing happens before; may have passed.
 * MAYBENOT_NEVER: not before something happens; of NULL too. */
uint64_t maybenot_defender_next_deadline(const MaybenotDefender* defender);

/* Handles the one thing that is due first, if it is due.
 * Results: Ok, NullPointer, OutOfMemory, NoRandomness. */
MaybenotResult maybenot_defender_handle_deadline(MaybenotDefender* defender,
                                                 uint64_t now_ns);

/* No more packets: what is queued drains under the machines' rules until
 * close_limit_ns has passed; the rest is given up, and counted.
 * Results: as handle_deadline. */
MaybenotResult maybenot_defender_close(MaybenotDefender* defender,
                                       uint64_t now_ns);

/* Closed, and nothing more will be written; true of NULL. */
bool maybenot_defender_closed(const MaybenotDefender* defender);

/* As maybenot_all_machines_ended. */
bool maybenot_defender_all_machines_ended(const MaybenotDefender* defender);

/* Packets and bytes are those that poll_packet gave and received took. */
typedef struct MaybenotDefenderStatistics {
  uint64_t normal_packets_sent;
  uint64_t normal_bytes_sent;
  uint64_t padding_packets_sent;
  uint64_t padding_bytes_sent;
  uint64_t normal_packets_received;
  uint64_t normal_bytes_received;
  uint64_t padding_packets_received;
  uint64_t padding_bytes_received;
  uint64_t blocked_ns;           /* Time blocked, up to the last call. */
  uint64_t normal_waited_ns;     /* Sum over normal packets. */
  uint64_t normal_waited_max_ns; /* Of one. */
  uint64_t refused;              /* Enqueue found the queue full. */
  uint64_t padding_dropped;      /* The queue was full; reported as sent. */
  uint64_t padding_replaced;     /* A queued packet served instead. */
  uint64_t blocking_ended_by_full_queue;
  uint64_t stalled;  /* Pauses of machines that let no time pass. */
  uint64_t restarts; /* Machines started anew. */
  uint64_t given_up; /* Normal packets dropped by closing. */
} MaybenotDefenderStatistics;

/* As maybenot_statistics. */
MaybenotResult maybenot_defender_statistics(const MaybenotDefender* defender,
                                            MaybenotDefenderStatistics* out,
                                            size_t size);

#ifdef __cplusplus
}
#endif

#endif /* MAYBENOT_CAPI_MAYBENOT_EXT_H_ */
