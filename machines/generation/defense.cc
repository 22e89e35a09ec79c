#include "machines/generation/defense.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "maybenot/machine.h"
#include "maybenot/sha256.h"
#include "maybenot/text_form.h"

namespace generation {
namespace {

absl::StatusOr<std::vector<std::string>> Serialize(
    const std::vector<maybenot::Machine>& machines) {
  std::vector<std::string> texts;
  for (const maybenot::Machine& machine : machines) {
    ASSIGN_OR_RETURN(std::string text, machine.Serialize());
    texts.push_back(std::move(text));
  }
  return texts;
}

void AppendSide(const char* side, const std::vector<std::string>& texts,
                std::string& out) {
  absl::StrAppend(&out, side, " machine(s): ", texts.size(), "\n");
  for (const std::string& text : texts) absl::StrAppend(&out, "  ", text, "\n");
}

}  // namespace

absl::StatusOr<Defense> Defense::Create(std::vector<maybenot::Machine> client,
                                        std::vector<maybenot::Machine> server,
                                        std::optional<std::string> note) {
  Defense defense;
  ASSIGN_OR_RETURN(defense.client_texts_, Serialize(client));
  ASSIGN_OR_RETURN(defense.server_texts_, Serialize(server));
  std::string names;
  for (const auto* texts : {&defense.client_texts_, &defense.server_texts_}) {
    for (const std::string& text : *texts) names += maybenot::NameOfText(text);
  }
  defense.id_ = maybenot::Sha256Hex(names);
  defense.client_ = std::move(client);
  defense.server_ = std::move(server);
  defense.note_ = std::move(note);
  return defense;
}

Defense Defense::WithNote(std::string note) const {
  Defense defense = *this;
  defense.note_ = std::move(note);
  return defense;
}

std::string Defense::ToText() const {
  std::string out = absl::StrCat("id: ", id_, "\n");
  if (note_) absl::StrAppend(&out, "note: ", *note_, "\n");
  AppendSide("client", client_texts_, out);
  AppendSide("server", server_texts_, out);
  return out;
}

void SortById(std::vector<Defense>& defenses) {
  std::stable_sort(
      defenses.begin(), defenses.end(),
      [](const Defense& a, const Defense& b) { return a.id() < b.id(); });
}

}  // namespace generation
