// A defense: the machines of both sides, under one id.
#ifndef MACHINES_GENERATION_DEFENSE_H_
#define MACHINES_GENERATION_DEFENSE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "maybenot/machine.h"

namespace generation {

// Immutable. Two with the same machines in the same order have the same id,
// whatever their notes are.
class Defense {
 public:
  // Serializes every machine, about 0.1 ms each.
  // Errors: those of maybenot::Machine::Serialize.
  static absl::StatusOr<Defense> Create(
      std::vector<maybenot::Machine> client,
      std::vector<maybenot::Machine> server,
      std::optional<std::string> note = std::nullopt);

  const std::vector<maybenot::Machine>& client() const { return client_; }
  const std::vector<maybenot::Machine>& server() const { return server_; }
  const std::vector<std::string>& client_texts() const { return client_texts_; }
  const std::vector<std::string>& server_texts() const { return server_texts_; }
  const std::optional<std::string>& note() const { return note_; }

  // 64 hex digits: the SHA-256 of the names of the client's machines and then
  // the server's. SOURCE: spec/maybenot.md 1.3.
  const std::string& id() const { return id_; }

  // The same machines with another note.
  Defense WithNote(std::string note) const;

  // Its id, note and machines, a line each, as the reference prints it.
  std::string ToText() const;

 private:
  Defense() = default;

  std::vector<maybenot::Machine> client_, server_;
  std::vector<std::string> client_texts_, server_texts_;
  std::optional<std::string> note_;
  std::string id_;
};

// In the order of their ids.
void SortById(std::vector<Defense>& defenses);

}  // namespace generation

#endif  // MACHINES_GENERATION_DEFENSE_H_
