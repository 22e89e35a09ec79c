/* A program as one writes it against maybenot-ffi's own header: it uses what is
 * in there and nothing else. Built with that header and library it printed
 * tests/golden/drop_in.out; built with ours it must print the same.
 *
 * Reads a script, a command a line, and prints what came of each:
 *   start PADDING BLOCKING TEXT   TEXT with \n, \r and \xHH
 *   call TYPE:MACHINE...          the event types by number
 *   null                          each pointer that may be NULL by its contract
 *   stop
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "maybenot.h"

/* The layout that programs were compiled with, on 64-bit platforms. */
#define HOLDS(name, condition) typedef char name[(condition) ? 1 : -1]
HOLDS(event_size, sizeof(MaybenotEvent) == 16);
HOLDS(event_machine, offsetof(MaybenotEvent, machine) == 8);
HOLDS(duration_size, sizeof(MaybenotDuration) == 16);
HOLDS(duration_nanos, offsetof(MaybenotDuration, nanos) == 8);
HOLDS(action_size, sizeof(MaybenotAction) == 56);
HOLDS(cancel_at, offsetof(MaybenotAction, cancel) == 8);
HOLDS(padding_at, offsetof(MaybenotAction, send_padding) == 8);
HOLDS(block_at, offsetof(MaybenotAction, block_outgoing) == 8);
HOLDS(timer_at, offsetof(MaybenotAction, update_timer) == 8);
HOLDS(cancel_timer, offsetof(MaybenotAction_Cancel_Body, timer) == 8);
HOLDS(padding_timeout, offsetof(MaybenotAction_SendPadding_Body, timeout) == 8);
HOLDS(padding_replace,
      offsetof(MaybenotAction_SendPadding_Body, replace) == 24);
HOLDS(padding_bypass, offsetof(MaybenotAction_SendPadding_Body, bypass) == 25);
HOLDS(block_timeout, offsetof(MaybenotAction_BlockOutgoing_Body, timeout) == 8);
HOLDS(block_replace,
      offsetof(MaybenotAction_BlockOutgoing_Body, replace) == 24);
HOLDS(block_bypass, offsetof(MaybenotAction_BlockOutgoing_Body, bypass) == 25);
HOLDS(block_duration,
      offsetof(MaybenotAction_BlockOutgoing_Body, duration) == 32);
HOLDS(timer_duration, offsetof(MaybenotAction_UpdateTimer_Body, duration) == 8);
HOLDS(timer_replace, offsetof(MaybenotAction_UpdateTimer_Body, replace) == 24);
HOLDS(result_size, sizeof(MaybenotResult) == 4);

enum { kMaxEvents = 64 };

static struct MaybenotFramework* framework = NULL;

/* In place. */
static void unescape(char* text) {
  char* out = text;
  while (*text != '\0') {
    unsigned byte = 0;
    if (strncmp(text, "\\n", 2) == 0) {
      *out++ = '\n';
      text += 2;
    } else if (strncmp(text, "\\r", 2) == 0) {
      *out++ = '\r';
      text += 2;
    } else if (sscanf(text, "\\x%2x", &byte) == 1) {
      *out++ = (char)byte;
      text += 4;
    } else {
      *out++ = *text++;
    }
  }
  *out = '\0';
}

static void start(char* arguments) {
  double padding = 0;
  double blocking = 0;
  int used = 0;
  MaybenotResult result = 0;
  sscanf(arguments, "%lf %lf%n", &padding, &blocking, &used);
  arguments += used;
  if (*arguments == ' ') ++arguments;
  unescape(arguments);
  if (framework != NULL) maybenot_stop(framework);
  framework = NULL;
  result = maybenot_start(arguments, padding, blocking, &framework);
  printf("start %u, %s, %lu machines\n", (unsigned)result,
         framework == NULL ? "no framework" : "a framework",
         (unsigned long)maybenot_num_machines(framework));
}

static void print_bytes(const char* name, const void* bytes, size_t size) {
  const unsigned char* at = bytes;
  printf(" %s=", name);
  for (size_t i = 0; i < size; ++i) printf("%02x", at[i]);
}

#define PRINT(field) print_bytes(#field, &action->field, sizeof action->field)

static void print_duration(const char* name,
                           const struct MaybenotDuration* duration) {
  print_bytes(name, &duration->secs, sizeof duration->secs);
  print_bytes("nanos", &duration->nanos, sizeof duration->nanos);
}

/* Field by field: what lies between them is anything. */
static void print_action(const MaybenotAction* action) {
  PRINT(tag);
  switch (action->tag) {
    case MaybenotAction_Cancel:
      PRINT(cancel.machine);
      PRINT(cancel.timer);
      break;
    case MaybenotAction_SendPadding:
      PRINT(send_padding.machine);
      print_duration("timeout", &action->send_padding.timeout);
      PRINT(send_padding.replace);
      PRINT(send_padding.bypass);
      break;
    case MaybenotAction_BlockOutgoing:
      PRINT(block_outgoing.machine);
      print_duration("timeout", &action->block_outgoing.timeout);
      PRINT(block_outgoing.replace);
      PRINT(block_outgoing.bypass);
      print_duration("duration", &action->block_outgoing.duration);
      break;
    case MaybenotAction_UpdateTimer:
      PRINT(update_timer.machine);
      print_duration("duration", &action->update_timer.duration);
      PRINT(update_timer.replace);
      break;
  }
  printf("\n");
}

static void call(char* arguments) {
  struct MaybenotEvent events[kMaxEvents];
  uintptr_t num_events = 0;
  uintptr_t num_actions = 0;
  MaybenotResult result = 0;
  MaybenotAction* actions =
      calloc(maybenot_num_machines(framework) + 1, sizeof *actions);
  for (char* word = strtok(arguments, " ");
       word != NULL && num_events < kMaxEvents; word = strtok(NULL, " ")) {
    unsigned type = 0;
    unsigned long machine = 0;
    sscanf(word, "%u:%lu", &type, &machine);
    events[num_events].event_type = type;
    events[num_events].machine = machine;
    ++num_events;
  }
  result =
      maybenot_on_events(framework, events, num_events, actions, &num_actions);
  if (result != MaybenotResult_Ok) num_actions = 0;
  printf("call %u, %lu actions\n", (unsigned)result,
         (unsigned long)num_actions);
  for (uintptr_t i = 0; i < num_actions; ++i) print_action(&actions[i]);
  free(actions);
}

static void nulls(void) {
  struct MaybenotEvent event = {MaybenotEventType_NormalSent, 0};
  MaybenotAction action;
  uintptr_t n = 0;
  printf("null %u", (unsigned)maybenot_start("", 0, 0, NULL));
  printf(" %u", (unsigned)maybenot_on_events(NULL, &event, 1, &action, &n));
  printf(" %u", (unsigned)maybenot_on_events(framework, NULL, 0, &action, &n));
  printf(" %u", (unsigned)maybenot_on_events(framework, &event, 0, NULL, &n));
  printf(" %u",
         (unsigned)maybenot_on_events(framework, &event, 0, &action, NULL));
  printf(", %lu machines\n", (unsigned long)maybenot_num_machines(NULL));
}

int main(void) {
  static char line[1 << 17];
  printf("%s\n", maybenot_version());
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "start ", 6) == 0) {
      start(line + 6);
    } else if (strncmp(line, "call", 4) == 0) {
      call(line + 4);
    } else if (strcmp(line, "null") == 0) {
      nulls();
    } else if (strcmp(line, "stop") == 0) {
      maybenot_stop(framework);
      framework = NULL;
    } else {
      fprintf(stderr, "unknown command: %s\n", line);
      return 2;
    }
  }
  if (framework != NULL) maybenot_stop(framework);
  return 0;
}
