// Reads context maps of Context Mapper (.cml): a document of statements, each a map of `words` and `block`.
#include <vector>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

constexpr std::size_t max_depth = 40, max_statements = 50'000;

struct Word {
  std::string text;
  std::uint32_t begin = 0, end = 0;
  bool is_quoted = false;
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '^' ||
         c == '.' || c == '@' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

// Lines end statements, except where a sign or word asks for more.
class CmlReading {
 public:
  CmlReading(const Source& source, Observations& out) : made_(source.file, out.notes), text_(source.text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  void read() {
    levels_.emplace_back();
    bool is_new_line = true;
    while (at_ < text_.size() && statements_ < max_statements && !made_.is_full()) {
      const char c = text_[at_];
      if (c == '\n') is_new_line = true;
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';') {
        if (c == ';') end_statement();
        ++at_;
      } else if (text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_).starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (c == '{') {
        open();
        is_new_line = true;
      } else if (c == '}') {
        close();
        is_new_line = true;
      } else {
        Word word = next();
        if (is_new_line && !goes_on(word)) end_statement();
        is_new_line = false;
        words_.push_back(std::move(word));
      }
    }
    end_statement();
    if (levels_.size() > 1 || at_ < text_.size()) is_broken_ = true;
    while (levels_.size() > 1) close();
    const auto size = static_cast<std::uint32_t>(text_.size());
    NodeIndex key = scalar("context mapper", 0, 0);
    made_.add_root(made_.map({key, made_.list(levels_[0].statements, "", 0, size)}, "", 0, size));
  }
  bool is_broken() const { return is_broken_; }
  Document take() { return made_.take(); }

 private:
  struct Level {
    std::vector<Word> head;
    std::vector<NodeIndex> statements;
    bool is_kept = true;
  };

  NodeIndex scalar(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    return made_.scalar(NodeKind::string, text, "", true, begin, end);
  }

  static bool is_arrow(const Word& word) {
    return !word.is_quoted &&
           (word.text == "->" || word.text == "<-" || word.text == "<->" ||
            word.text.find("-Downstream") != std::string::npos ||
            word.text.find("-Upstream") != std::string::npos || word.text == "Customer-Supplier" ||
            word.text == "Supplier-Customer" || word.text == "Shared-Kernel" || word.text == "Partnership");
  }
  static bool is_one_of(const Word& word, std::initializer_list<std::string_view> texts) {
    if (word.is_quoted) return false;
    for (std::string_view text : texts)
      if (word.text == text) return true;
    return false;
  }
  // Whether a word at the beginning of a line belongs to the statement above.
  bool goes_on(const Word& word) const {
    if (words_.empty()) return true;
    const Word& last = words_.back();
    return is_arrow(word) || is_arrow(last) ||
           is_one_of(last, {",", "=", ":", "[", "implements", "realizes", "refines"}) ||
           is_one_of(word, {",", "=", ":", "]", "implements", "realizes", "refines"});
  }

  Word next() {
    Word word;
    word.begin = static_cast<std::uint32_t>(at_);
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
      word.is_quoted = true;
      for (++at_; at_ < text_.size() && text_[at_] != c; ++at_) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        word.text += text_[at_];
      }
      at_ = std::min(at_ + 1, text_.size());
    } else if (text_.substr(at_).starts_with("<->")) {
      word.text = "<->";
      at_ += 3;
    } else if (text_.substr(at_).starts_with("<-") || text_.substr(at_).starts_with("->")) {
      word.text = text_.substr(at_, 2);
      at_ += 2;
    } else if (is_letter(c) && c != '-') {
      while (at_ < text_.size() && is_letter(text_[at_]) && !text_.substr(at_).starts_with("->"))
        word.text += text_[at_++];
    } else {
      word.text = c;
      ++at_;
    }
    word.end = static_cast<std::uint32_t>(at_);
    return word;
  }

  NodeIndex statement(const std::vector<Word>& words, const std::vector<NodeIndex>* block) {
    ++statements_;
    std::vector<NodeIndex> texts;
    for (const Word& word : words) texts.push_back(scalar(word.text, word.begin, word.end));
    const std::uint32_t begin = words.empty() ? 0 : words.front().begin;
    const auto end = block ? static_cast<std::uint32_t>(at_) : words.empty() ? 0 : words.back().end;
    const NodeIndex words_key = scalar("words", begin, begin);
    std::vector<NodeIndex> entries = {words_key, made_.list(texts, "", begin, end)};
    if (block) {
      entries.push_back(scalar("block", begin, begin));
      entries.push_back(made_.list(*block, "", begin, end));
    }
    return made_.map(entries, "", begin, end);
  }

  void end_statement() {
    if (!words_.empty() && levels_.back().is_kept)
      levels_.back().statements.push_back(statement(words_, nullptr));
    words_.clear();
  }
  void open() {
    ++at_;
    Level level;
    level.head = std::move(words_);
    words_.clear();
    level.is_kept = levels_.size() < max_depth && levels_.back().is_kept;
    // What lies deeper only has its braces counted.
    if (levels_.size() < 4 * max_depth) levels_.push_back(std::move(level));
    else ++too_deep_;
  }
  void close() {
    if (at_ < text_.size()) ++at_;
    end_statement();
    if (too_deep_ > 0) {
      --too_deep_;
      return;
    }
    if (levels_.size() < 2) {
      is_broken_ = true;
      return;
    }
    Level level = std::move(levels_.back());
    levels_.pop_back();
    if (level.is_kept) levels_.back().statements.push_back(statement(level.head, &level.statements));
  }

  BoundedDocument made_;
  std::string_view text_;
  std::size_t at_ = 0, statements_ = 0, too_deep_ = 0;
  std::vector<Level> levels_;
  std::vector<Word> words_;
  bool is_broken_ = false;
};

class CmlReader final : public Reader {
 public:
  std::string_view name() const override { return "cml"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return ends_with_any(path, {".cml"});
  }
  void read(const Source& source, Observations& out) const override {
    if (!is_readable_size(source, out)) return;
    CmlReading reading(source, out);
    reading.read();
    if (reading.is_broken()) {
      out.has_errors = true;
      out.notes.push_back({{source.file, 0, 0}, "broken context map: its braces do not match"});
    }
    out.document = reading.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> cml() { return std::make_unique<CmlReader>(); }
}  // namespace documents
}  // namespace demarc
