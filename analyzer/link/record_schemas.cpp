// Finds the records of contracts by topics, and by the classes that code names.
#include "analyzer/link/record_schemas.h"

#include <algorithm>

#include "analyzer/observations/record_types.h"

namespace demarc::linking {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Where `word` stands in the text as a whole word, from `at` on.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t at = 0) {
  for (; (at = text.find(word, at)) != std::string_view::npos; ++at) {
    const bool begins = at == 0 || !is_letter(text[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !is_letter(text[end]))) return at;
  }
  return std::string_view::npos;
}

bool has_word(std::string_view text, std::string_view word) {
  return find_word(text, word) != std::string_view::npos;
}

// Emitter<Order>, KafkaTemplate<String, shop.Order>: what is sent is told by the sender's type.
bool has_sender_of(std::string_view text, std::string_view name) {
  for (std::string_view sender :
       {"Emitter<", "KafkaTemplate<", "KafkaOperations<", "Producer<", "ProducerRecord<"})
    for (std::size_t at = 0; (at = text.find(sender, at)) != std::string_view::npos; ++at) {
      const std::size_t end = std::min(text.find_first_of(">;\n", at), text.size());
      if (has_word(text.substr(at, end - at), name)) return true;
    }
  return false;
}

// new Order(), Order(id), Order.newBuilder(): whoever sends one makes one. What is only taken is named too.
bool makes(std::string_view text, std::string_view name) {
  for (std::size_t at = 0; (at = find_word(text, name, at)) != std::string_view::npos; ++at) {
    const std::string_view rest = text.substr(at + name.size());
    if (rest.starts_with('(') || rest.starts_with(".newBuilder")) return true;
  }
  return false;
}

// The text of the function that a relation names ("Listener.onOrder"); "" where it is not found.
std::string_view text_of_function(const Run& run, FileId file, std::string_view text, std::string_view name) {
  const code::CodeFile* code = run.project.code(file);
  if (!code) return {};
  name.remove_prefix(name.rfind('.') + 1);
  for (std::uint32_t i = 2; i < code->functions.size(); ++i) {
    const code::Function& one = code->functions[i];
    if (code->strings.text(one.name) == name && one.begin < one.end && one.end <= text.size())
      return text.substr(one.begin, one.end - one.begin);
  }
  return {};
}

// The file that a relation's first place stands in: read when it is first asked for.
class Site {
 public:
  Site(const Run& run, const Relation& relation) : run_(run), relation_(relation) {}

  bool handles(std::string_view type) {
    const std::size_t dot = type.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string& text = this->text();
    // Its package or its full name must be there: others have classes of that name too.
    const std::string_view name = type.substr(dot + 1), package = type.substr(0, dot);
    if (!has_word(text, type) && !has_word(text, "package " + std::string(package))) return false;
    const bool publishes = relation_.kind == RelationKind::publishes;
    if (publishes && has_sender_of(text, name)) return true;
    const auto function = relation_.attributes.find("function");
    if (function == relation_.attributes.end()) return false;
    const std::string_view inside = text_of_function(run_, file_, text, function->second);
    return publishes ? makes(inside, name) : has_word(inside, name);
  }

 private:
  const std::string& text() {
    if (!is_read_ && !relation_.evidence.empty()) {
      file_ = run_.files.find(relation_.evidence[0].path);
      if (file_)
        if (auto text = run_.files.read(file_)) text_ = std::move(*text);
    }
    is_read_ = true;
    return text_;
  }

  const Run& run_;
  const Relation& relation_;
  FileId file_;
  std::string text_;
  bool is_read_ = false;
};

}  // namespace

const ContractEvent* record_of(const Run& run, const Relation& relation, std::string_view channel) {
  Site site(run, relation);
  const ContractEvent *own = nullptr, *only = nullptr;
  bool has_several = false, has_several_own = false;
  const auto is_other = [](const ContractEvent* known, const ContractEvent& one) {
    return known && (known->contract != one.contract || known->span.begin != one.span.begin);
  };
  for (const ContractEvent& event : run.declared.events) {
    const bool is_meant = event.source == of_topic ? event.name == channel
                                                   : event.source == of_class && site.handles(event.name);
    if (!is_meant) continue;
    const ServiceIndex service = run.service_of(event.contract);
    if (service != 0 && run.services[service].entity == relation.from) {
      has_several_own |= is_other(own, event);
      own = &event;
    }
    has_several |= is_other(only, event);
    only = &event;
  }
  if (own) return has_several_own ? nullptr : own;
  return has_several ? nullptr : only;
}

}  // namespace demarc::linking
