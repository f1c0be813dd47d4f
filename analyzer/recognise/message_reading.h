// What one handler reads of its message: every expression that leads into a parameter, followed into the
// functions that are handed a part of it.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/recognise/declared_fields.h"
#include "analyzer/recognise/message_fields.h"

namespace demarc {

// What a value is in the handler's message.
struct MessagePlace {
  std::string path;
  bool is_optional = false;  // read with something to fall back to
  bool is_bare = false;      // read so that it may be missing, unless somebody goes on from it
};

class MessageReading {
 public:
  MessageReading(Program& program, Fold& fold, const Packs& packs)
      : program_(program),
        fold_(fold),
        values_(fold.values()),
        formats_(packs.formats()),
        declared_(program, fold, packs.formats()) {}

  bool read(FunctionRef handler, MessageReads& out);
  // What code reads of the messages that it asks for itself: in `where`, or in all of its file. Paths begin
  // with `polled`.
  bool read_polled(FunctionRef where, bool in_whole_file, MessageReads& out);

 private:
  void begin();
  bool finish(FunctionRef handler, MessageReads& out);

  // ---- parameters

  void bind(std::uint32_t function, std::uint32_t index, const std::string& path);

  std::string_view library_of(FileId file, code::ExprId type);

  // A parameter with another mark than that of the payload holds something else.
  bool holds_payload(FileId file, const code::Parameter& p);

  std::string content_of(FileId file, const code::Parameter& p);

  // ---- values

  std::optional<MessagePlace> place(ValueId v, int steps = 0);

  // A field of what stands there, by the name that messages have for it.
  std::optional<MessagePlace> below(std::optional<MessagePlace> of, std::string_view name);

  using Child = std::pair<const std::string, MessageShape>;
  static const Child* child_of(const MessageShape& shape, std::string_view name);

  // What is declared to stand there; nullptr when nothing says so.
  const MessageShape* shape_at(std::string_view path, int steps = 0);

  std::optional<MessagePlace> called(ValueId v, int steps);
  std::optional<MessagePlace> asked(std::optional<MessagePlace> of, const std::string& name);

  // ---- functions

  // What stands where in a file: made once.
  struct FileView {
    std::vector<std::uint32_t> parent;                           // by expression; 0: none
    std::vector<std::uint32_t> pairs;                            // a text and something else
    std::vector<std::pair<std::uint32_t, std::uint32_t>> order;  // the chosen by where they begin
    std::vector<code::BlockId> block;                            // of the chosen
    std::vector<std::uint32_t> chosen;                           // members, indices and calls
    std::vector<std::pair<std::uint32_t, std::uint32_t>> conditions;
    std::optional<std::string> text;
    bool has_text = false;
    std::set<std::uint32_t> targets;  // of assignments
  };

  FileView& view(FileId file);

  // The innermost block around each of the chosen expressions.
  static void find_blocks(const code::CodeFile& c, FileView& made);

  void visit(FunctionRef where);

  void note(const MessagePlace& at, FileId file, code::ExprId e, const FileView& seen);

  static bool is_gone_on_from(const code::CodeFile& c, const FileView& seen, code::ExprId e);

  // x.a in `x.a ?? b`, and in a choice that something else decides.
  static bool is_fallback(const code::CodeFile& c, const FileView& seen, code::ExprId e);

  // In what a branch tests, unless it is held against something: whether it is there.
  static bool is_condition(const code::CodeFile& c, const FileView& seen, code::ExprId e);

  static bool is_chained(const code::CodeFile& c, const FileView& seen, code::ExprId e);

  // "x" in message: what is asked for first can be done without.
  void ask_first(const code::CodeFile& c, FileId file, const FileView& seen, const code::Function& fn);

  // ---- calls

  bool is_decoding(ValueId callee) const;

  void follow(FileId file, const code::Call& call);

  void hand_to(ValueId function, std::string_view name, const MessagePlace& receiver);

  void give(FunctionRef to, code::ExprKind kind, std::uint32_t position, std::string_view name,
            const MessagePlace& at, FileId file, code::ExprId given);

  // Order(**message), Order.model_validate(message): all that the class asks for.
  void make(ValueId callee, code::ExprKind kind, const std::string& path, FileId file, code::ExprId given);

  void require(const MessageShape& shape, const std::string& path, FileId file, code::ExprId given,
               int depth);

  void add(const std::string& path, bool is_optional, FileId file, code::ExprId at);

  Program& program_;
  Fold& fold_;
  Values& values_;
  const MessageFormats& formats_;
  DeclaredFields declared_;
  std::unordered_map<std::uint32_t, std::string> bound_;  // parameter, as Value::aux has it → path
  std::map<std::string, MessageField> fields_;
  std::set<std::string> optional_;
  std::map<std::string, MessageShape, std::less<>> typed_;
  std::deque<FunctionRef> queue_;
  std::set<FunctionRef> seen_;
  std::map<FileId, FileView> views_;
  std::uint32_t looks_ = 0;
  bool is_polling_ = false;
  std::unordered_map<std::uint32_t, std::string> decoded_;  // class that a polled message becomes → its path
};

}  // namespace demarc
