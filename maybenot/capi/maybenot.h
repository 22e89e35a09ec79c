/* The C ABI of maybenot-ffi 2.0.1, served by this project's engine: the same
 * names, symbols, layout and results, so that a program built against that
 * library's header runs with this one. maybenot_ext.h has what goes beyond it.
 *
 *   MaybenotFramework *framework = NULL;
 *   if (maybenot_start(machines, 0.0, 0.0, &framework) != MaybenotResult_Ok) {
 *     fprintf(stderr, "%s\n", maybenot_error_text());   // maybenot_ext.h
 *     return 1;
 *   }
 *   MaybenotAction *actions =
 *       malloc(maybenot_num_machines(framework) * sizeof *actions + 1);
 *   MaybenotEvent event = {MaybenotEventType_NormalSent, 0};
 *   uintptr_t num_actions = 0;
 *   maybenot_on_events(framework, &event, 1, actions, &num_actions);
 *   for (uintptr_t i = 0; i < num_actions; ++i) ...
 *   maybenot_stop(framework);
 *
 * Who carries actions out is the host: it keeps two timers a machine, blocks,
 * pads, and reports what it did. MaybenotDefender in maybenot_ext.h does all of
 * that but the writing of packets.
 *
 * A framework is used by one thread at a time; different ones by different
 * threads at once. After a fork() only one of both processes may use it. No
 * call ends the process or lets a C++ exception out.
 *
 * C99 and later (anonymous unions are marked as an extension there), C++11 and
 * later. Numbers are fixed; sizes below are those of 64-bit platforms.
 * SOURCE: spec/maybenot.md section 7. */
#ifndef MAYBENOT_CAPI_MAYBENOT_H_
#define MAYBENOT_CAPI_MAYBENOT_H_

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* In C an enumeration has a tag, and the type of that name is a uint32_t; in
 * C++ one name cannot be both. */
#ifdef __cplusplus
#define MAYBENOT_TAG(name) : uint32_t
extern "C" {
#else
#define MAYBENOT_TAG(name) name
#endif

#ifdef __GNUC__
#define MAYBENOT_UNION __extension__ union
#else
#define MAYBENOT_UNION union
#endif

/* What a host reports. */
enum MAYBENOT_TAG(MaybenotEventType) {
  /* A packet from the tunnel turned out to be normal, or padding. */
  MaybenotEventType_NormalRecv = 0,
  MaybenotEventType_PaddingRecv = 1,
  /* A packet came from the tunnel; before it is known what it is. */
  MaybenotEventType_TunnelRecv = 2,
  /* A normal packet was queued. */
  MaybenotEventType_NormalSent = 3,
  /* Padding was queued, or a queued packet served in its place. */
  MaybenotEventType_PaddingSent = 4, /* Names a machine. */
  /* A packet was written to the tunnel. */
  MaybenotEventType_TunnelSent = 5,
  /* A BlockOutgoing action fell due, whether or not it changed anything. */
  MaybenotEventType_BlockingBegin = 6, /* Names a machine. */
  MaybenotEventType_BlockingEnd = 7,
  /* A machine's internal timer was set or changed; it expired. */
  MaybenotEventType_TimerBegin = 8, /* Names a machine. */
  MaybenotEventType_TimerEnd = 9,   /* Names a machine. */
};
typedef uint32_t MaybenotEventType;

/* Codes above these are in maybenot_ext.h; they come only where maybenot-ffi's
 * behaviour is undefined, or out of memory and randomness. After any code but
 * Ok, maybenot_error_text() says more. */
enum MAYBENOT_TAG(MaybenotResult) {
  MaybenotResult_Ok = 0,
  /* The string of machines is not UTF-8. */
  MaybenotResult_MachineStringNotUtf8 = 1,
  /* A line of it is no machine. */
  MaybenotResult_InvalidMachineString = 2,
  /* A fraction is NaN or outside [0, 1]. */
  MaybenotResult_StartFramework = 3,
  /* A pointer that must not be NULL is. */
  MaybenotResult_NullPointer = 4,
};
typedef uint32_t MaybenotResult;

/* Which of a machine's timers a Cancel means. */
enum MAYBENOT_TAG(MaybenotTimer) {
  MaybenotTimer_Action = 0,   /* Of SendPadding and BlockOutgoing. */
  MaybenotTimer_Internal = 1, /* Of UpdateTimer. */
  MaybenotTimer_All = 2,
};
typedef uint32_t MaybenotTimer;

/* Machines that run. Made by maybenot_start, freed by maybenot_stop. */
typedef struct MaybenotFramework MaybenotFramework;

/* 16 bytes. */
typedef struct MaybenotEvent {
  MaybenotEventType event_type;
  /* Which machine, for the types that name one; otherwise not read. */
  uintptr_t machine;
} MaybenotEvent;

/* 16 bytes. At most 24 hours; whole microseconds. */
typedef struct MaybenotDuration {
  uint64_t secs;
  uint32_t nanos; /* Below 1,000,000,000. */
} MaybenotDuration;

/* What a host is asked to do. At most one action a machine and call. */
enum MAYBENOT_TAG(MaybenotAction_Tag) {
  /* Forget a timer, without TimerEnd. */
  MaybenotAction_Cancel = 0,
  /* Pad after a time; replaces the machine's pending action. */
  MaybenotAction_SendPadding = 1,
  /* Block what goes out, after a time; replaces the pending action. */
  MaybenotAction_BlockOutgoing = 2,
  /* Set the machine's internal timer, if it is longer or may replace. */
  MaybenotAction_UpdateTimer = 3,
};
typedef uint32_t MaybenotAction_Tag;

typedef struct MaybenotAction_Cancel_Body {
  uintptr_t machine;
  MaybenotTimer timer;
} MaybenotAction_Cancel_Body;

typedef struct MaybenotAction_SendPadding_Body {
  uintptr_t machine;
  struct MaybenotDuration timeout; /* Until it is sent. */
  bool replace; /* A packet that is queued already may serve. */
  bool bypass;  /* Goes out during blocking that can be bypassed. */
} MaybenotAction_SendPadding_Body;

typedef struct MaybenotAction_BlockOutgoing_Body {
  uintptr_t machine;
  struct MaybenotDuration timeout; /* Until it begins. */
  bool replace; /* Replaces the time left of blocking; otherwise the longer. */
  bool bypass;  /* Padding with bypass goes out. */
  struct MaybenotDuration duration;
} MaybenotAction_BlockOutgoing_Body;

typedef struct MaybenotAction_UpdateTimer_Body {
  uintptr_t machine;
  struct MaybenotDuration duration;
  bool replace; /* Replaces the time left; otherwise the longer. */
} MaybenotAction_UpdateTimer_Body;

/* 56 bytes; the tag says which member counts. */
typedef struct MaybenotAction {
  MaybenotAction_Tag tag;
  MAYBENOT_UNION {
    MaybenotAction_Cancel_Body cancel;
    MaybenotAction_SendPadding_Body send_padding;
    MaybenotAction_BlockOutgoing_Body block_outgoing;
    MaybenotAction_UpdateTimer_Body update_timer;
  };
} MaybenotAction;

/* "maybenot-ffi/2.0.1": the ABI that this library serves.
 * maybenot_ext_version() has the library's own. */
const char* maybenot_version(void);

/* Starts the machines of a string, "02..." each, separated by LF or CRLF; one
 * line break may end it. An empty string is no machine, and fine. The fractions
 * limit padding and blocking over all machines; 0 is no limit.
 * Time is the monotonic clock's; randomness is OpenSSL's generator.
 * On failure *out is left as it was.
 * Results: Ok, MachineStringNotUtf8, InvalidMachineString, StartFramework,
 * NullPointer (machines_str too), OutOfMemory, NoRandomness. */
MaybenotResult maybenot_start(const char* machines_str, double max_padding_frac,
                              double max_blocking_frac,
                              struct MaybenotFramework** out);

/* How many machines run; 0 of NULL. */
uintptr_t maybenot_num_machines(struct MaybenotFramework* this_);

/* Frees it. NULL is fine. */
void maybenot_stop(struct MaybenotFramework* this_);

/* Reports events that happened at this instant, in their order.
 * `actions_out` has room for maybenot_num_machines actions, even if there are
 * fewer events; how many were written goes to *num_actions_out, 0 on failure.
 * No pointer may be NULL, even if nothing is read or written there.
 * Results: Ok, NullPointer, UnknownEvent (then nothing was reported),
 * OutOfMemory, NoRandomness (from then on always). */
MaybenotResult maybenot_on_events(struct MaybenotFramework* this_,
                                  const struct MaybenotEvent* events,
                                  uintptr_t num_events,
                                  struct MaybenotAction* actions_out,
                                  uintptr_t* num_actions_out);

#ifdef __cplusplus
}
#endif

#endif /* MAYBENOT_CAPI_MAYBENOT_H_ */
