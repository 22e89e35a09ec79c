#include "tunnel/kcp/sender.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/earlier.h"
#include "tunnel/kcp/serial.h"

namespace kcp {

std::size_t Sender::Write(absl::Span<const std::uint8_t> bytes,
                          base::Instant now) {
  const std::size_t taken = std::min(bytes.size(), room_bytes());
  bytes_.Append(bytes.first(taken));
  UpdateQuestion(now);
  return taken;
}

void Sender::AddCarrier(CarrierId id, const CarrierOptions& options) {
  lanes_.push_back({id, Flight(options)});
}

void Sender::RemoveCarrier(CarrierId id) {
  GiveUp(id);
  std::erase_if(lanes_, [id](const Lane& lane) { return lane.id == id; });
}

void Sender::GiveUp(CarrierId id) {
  FlightOf(id).TakeAll([this](const Transmission& transmission) {
    if (Waits(transmission)) MarkLost(transmission);
  });
}

CarrierState Sender::StateOf(CarrierId id) const {
  const Flight& flight = FlightOf(id);
  return {.smoothed_round_trip = flight.round_trip().smoothed(),
          .oldest_unanswered = flight.OldestUnanswered(Finder()),
          .last_answered = flight.last_answered()};
}

const Flight* Sender::FindFlight(CarrierId id) const {
  for (const Lane& lane : lanes_) {
    if (lane.id == id) return &lane.flight;
  }
  return nullptr;
}

const Flight& Sender::FlightOf(CarrierId id) const {
  const Flight* const flight = FindFlight(id);
  BASE_CHECK(flight != nullptr);
  return *flight;
}

Flight& Sender::FlightOf(CarrierId id) {
  return const_cast<Flight&>(std::as_const(*this).FlightOf(id));
}

bool Sender::HasCarrier(CarrierId id) const {
  return FindFlight(id) != nullptr;
}

bool Sender::Waits(const Transmission& transmission) const {
  if (transmission.number < una_) return false;
  const Record& record = records_[transmission.number - una_];
  return record.packet == transmission.packet &&
         (record.state == Record::State::kPulled ||
          record.state == Record::State::kWritten);
}

std::size_t Sender::unsent_bytes() const {
  if (records_.empty()) return bytes_.size();
  const Record& last = records_.back();
  const std::uint64_t sent = last.begin + last.bytes - bytes_begin_;
  return bytes_.size() - static_cast<std::size_t>(sent);
}

bool Sender::HandleHeader(std::uint32_t una, std::uint16_t wnd) {
  const std::uint64_t number = Extend(una, una_);
  if (number > next_number()) return false;
  // An older header came by a slower carrier.
  if (number > una_) Forget(number);
  window_end_ = std::max(window_end_, number + wnd);
  return true;
}

void Sender::Forget(std::uint64_t una) {
  for (; una_ < una; ++una_) {
    const Record& record = records_.front();
    // If it was sent once, it is clear by which carrier it came.
    if (record.state == Record::State::kWritten && record.attempts == 1) {
      FlightOf(record.carrier).HandleAnswer(record.packet, record.written);
    }
    bytes_.Consume(record.bytes);
    bytes_begin_ += record.bytes;
    records_.pop_front();
  }
  DropStaleLost();
  if (options_.congestion_control) {
    congestion_.HandleProgress(
        static_cast<std::uint32_t>(window_end_ - std::min(window_end_, una_)));
  }
}

void Sender::HandleAck(std::uint32_t sn, std::uint32_t ts, base::Instant now) {
  const std::uint64_t number = Extend(sn, una_);
  if (number < una_ || number >= next_number()) return;
  Record& record = records_[number - una_];
  if (record.state == Record::State::kAcked || record.attempts == 0) return;
  if (record.ts != ts) {
    // Of an earlier packet, so what followed was not needed.
    ++counts_.needless;
    if (HasCarrier(record.carrier)) {
      FlightOf(record.carrier).HandleNeedlessResend();
    }
  } else if (record.state == Record::State::kWritten) {
    Flight& flight = FlightOf(record.carrier);
    flight.HandleAnswer(record.packet, record.written);
    flight.AddSample(std::max(now - record.written, base::Duration(0)));
  }
  record.state = Record::State::kAcked;
  DropStaleLost();
}

void Sender::HandleWindowTold(base::Instant now) {
  ForgetOldQuestions(now);
  if (questions_.empty()) return;
  const Question question = questions_.front();
  questions_.pop_front();
  if (HasCarrier(question.carrier)) {
    FlightOf(question.carrier).HandleQuestionAnswered(question.asked);
  }
}

void Sender::ForgetOldQuestions(base::Instant now) {
  while (!questions_.empty() &&
         now >= questions_.front().asked + Flight::kPatience) {
    questions_.pop_front();
  }
}

void Sender::HandlePacketEnd(base::Instant now) {
  FindLost(now);
  UpdateQuestion(now);
}

void Sender::FindLost(base::Instant now) {
  const Counts before = counts_;
  for (Lane& lane : lanes_) {
    lane.flight.FindLost(
        now, Finder(),
        [this](const Transmission& transmission, Flight::Loss loss) {
          MarkLost(transmission);
          ++(loss == Flight::Loss::kOvertaken ? counts_.overtaken
                                              : counts_.timed_out);
        });
  }
  if (!options_.congestion_control) return;
  if (counts_.overtaken > before.overtaken) {
    congestion_.HandleGap(static_cast<std::uint32_t>(records_.size()));
  }
  if (counts_.timed_out > before.timed_out) congestion_.HandleTimeout();
}

void Sender::MarkLost(const Transmission& transmission) {
  RecordOf(transmission).state = Record::State::kLost;
  lost_.push(transmission.number);
}

void Sender::DropStaleLost() {
  while (!lost_.empty()) {
    const std::uint64_t number = lost_.top();
    if (number >= una_ &&
        records_[number - una_].state == Record::State::kLost) {
      return;
    }
    lost_.pop();
  }
}

bool Sender::WindowIsOpen() const {
  std::uint64_t end = std::min(window_end_, una_ + options_.window);
  if (options_.congestion_control) {
    end = std::min(end, una_ + congestion_.segments());
  }
  return next_number() < end;
}

bool Sender::HasSegment() const {
  return !lost_.empty() || (unsent_bytes() > 0 && WindowIsOpen());
}

std::optional<Sender::Pulled> Sender::Pull(const Place& place) {
  return lost_.empty() ? PullNew(place) : PullLost(place);
}

std::optional<Sender::Pulled> Sender::PullLost(const Place& place) {
  const std::uint64_t number = lost_.top();
  Record& record = records_[number - una_];
  // Its length is settled; alone in a packet it always fits.
  if (!place.alone && kHeaderBytes + record.bytes > place.room) {
    return std::nullopt;
  }
  lost_.pop();
  DropStaleLost();
  ++counts_.resends;
  Assign(number, record, place);
  return Pulled{
      .sn = static_cast<std::uint32_t>(number),
      .payload = bytes_.view().subspan(
          static_cast<std::size_t>(record.begin - bytes_begin_), record.bytes)};
}

std::optional<Sender::Pulled> Sender::PullNew(const Place& place) {
  const std::size_t unsent = unsent_bytes();
  if (unsent == 0 || !WindowIsOpen() || place.room <= kHeaderBytes) {
    return std::nullopt;
  }
  const std::size_t most = place.room - kHeaderBytes;
  // A small piece at the end of a packet costs a header more than it saves.
  const std::size_t full = MaxPacketBytes(place.carrier) - kHeaderBytes;
  if (!place.alone && unsent > most && most < full / 2) return std::nullopt;
  const std::size_t offset = bytes_.size() - unsent;
  const std::size_t size = std::min(unsent, most);
  const std::uint64_t number = next_number();
  Record& record = records_.emplace_back();
  record.begin = bytes_begin_ + offset;
  record.bytes = static_cast<std::uint16_t>(size);
  ++counts_.segments;
  Assign(number, record, place);
  return Pulled{.sn = static_cast<std::uint32_t>(number),
                .payload = bytes_.view().subspan(offset, size)};
}

void Sender::Assign(std::uint64_t number, Record& record, const Place& place) {
  record.state = Record::State::kPulled;
  record.packet = place.packet;
  record.carrier = place.carrier;
  record.ts = place.ts;
  FlightOf(place.carrier).HandlePulled({number, place.packet});
}

void Sender::HandleWritten(CarrierId carrier, std::uint64_t packet,
                           base::Instant now) {
  FlightOf(carrier).HandleWritten(
      packet, [this, now](const Transmission& transmission) {
        if (!Waits(transmission)) return false;
        Record& record = RecordOf(transmission);
        record.state = Record::State::kWritten;
        record.written = now;
        if (record.attempts < UINT16_MAX) ++record.attempts;
        return true;
      });
}

void Sender::UpdateQuestion(base::Instant now) {
  const bool stuck =
      records_.empty() && bytes_.size() > 0 && window_end_ <= una_;
  if (!stuck) {
    question_at_.reset();
    question_wait_ = kFirstQuestion;
    asks_ = false;
  } else if (!question_at_) {
    question_at_ = now + question_wait_;
  }
}

bool Sender::HasQuestion(CarrierId carrier) const {
  return asks_ || FlightOf(carrier).asks();
}

bool Sender::PollQuestion(CarrierId carrier, base::Instant now) {
  const bool asks = FlightOf(carrier).PollQuestion(now) || asks_;
  asks_ = false;
  if (!asks) return false;
  ForgetOldQuestions(now);
  questions_.push_back({carrier, now});
  return true;
}

std::optional<base::Instant> Sender::NextDeadline() const {
  std::optional<base::Instant> next = question_at_;
  for (const Lane& lane : lanes_) {
    next = base::Earlier(next, lane.flight.NextDeadline(Finder()));
  }
  return next;
}

void Sender::HandleDeadline(base::Instant now) {
  FindLost(now);
  if (!question_at_ || *question_at_ > now) return;
  asks_ = true;
  question_wait_ = std::min(question_wait_ * 3 / 2, kMaxQuestion);
  question_at_ = now + question_wait_;
}

}  // namespace kcp
