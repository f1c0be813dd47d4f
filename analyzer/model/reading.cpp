// The shapes of values in model files, each read with its errors.
#include "analyzer/model/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "analyzer/base/files.h"
#include "analyzer/base/nearest.h"

namespace demarc::model {

bool Reading::visit(NodeIndex node) {
  if (++visited_ <= max_nodes) return true;
  if (!is_full_) {
    is_full_ = true;
    error(span(node), "the model is too large: aliases repeat it without end", "write fewer aliases");
  }
  return false;
}

std::vector<Reading::Entry> Reading::entries(NodeIndex map) {
  std::vector<Entry> merged, own;
  const DocumentNode& node = document_[map];
  if (node.kind != NodeKind::map) return {};
  std::set<std::string_view> seen;
  for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
    NodeIndex key = document_.child(node, i), value = document_.child(node, i + 1);
    if (!visit(key)) break;
    if (document_.text(key) == "<<" && !document_[key].quoted) {
      // One step of merging is enough for people; a merged map's own merge keys are not followed.
      std::vector<NodeIndex> sources =
          document_[value].kind == NodeKind::list ? elements(value) : std::vector<NodeIndex>{value};
      for (NodeIndex source : sources) {
        const DocumentNode& from = document_[source];
        if (from.kind != NodeKind::map) continue;
        for (std::uint32_t j = 0; j + 1 < from.count; j += 2)
          if (visit(source)) merged.push_back({document_.child(from, j), document_.child(from, j + 1)});
      }
      continue;
    }
    if (!seen.insert(document_.text(key)).second)
      error(span(key), fmt::format("key `{}` stands twice", document_.text(key)), "remove one of them");
    own.push_back({key, value});
  }
  std::vector<Entry> out;
  for (const Entry& e : merged)
    if (seen.insert(document_.text(e.key)).second) out.push_back(e);
  out.insert(out.end(), own.begin(), own.end());
  return out;
}

std::vector<NodeIndex> Reading::elements(NodeIndex list) {
  std::vector<NodeIndex> out;
  const DocumentNode& node = document_[list];
  if (node.kind != NodeKind::list) return out;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    NodeIndex element = document_.child(node, i);
    if (!visit(element)) break;
    out.push_back(element);
  }
  return out;
}

bool Reading::is_map(NodeIndex node, std::string_view what) {
  if (document_[node].kind == NodeKind::map) return true;
  if (is_null(node)) return false;
  error(span(node), fmt::format("{} must be a map of keys", what), "write `key: value` lines below it");
  return false;
}

bool Reading::is_scalar(NodeIndex node) const {
  NodeKind kind = document_[node].kind;
  return kind != NodeKind::map && kind != NodeKind::list;
}

std::string Reading::text(NodeIndex node) {
  if (is_null(node)) return {};
  if (is_scalar(node)) return std::string(document_.text(node));
  error(span(node), "a text is wanted here");
  return {};
}

NamedList Reading::texts(NodeIndex node) {
  NamedList out;
  if (document_[node].kind == NodeKind::list) {
    for (NodeIndex element : elements(node))
      if (Named one = named(element); !one.text.empty()) out.push_back(std::move(one));
  } else if (document_[node].kind == NodeKind::map) {
    error(span(node), "a list of texts is wanted here, or one text");
  } else if (!is_null(node)) {
    out.push_back(named(node));
  }
  return out;
}

std::optional<std::string> Reading::path(std::string_view text, Span at) {
  bool negative = !text.empty() && text.front() == '!';
  if (negative) text.remove_prefix(1);
  std::optional<std::string> joined = join_path(folder_, text.empty() ? "." : text);
  if (!joined) {
    error(at, fmt::format("`{}` leads out of the tree", text), "write it from the folder of this file");
    return {};
  }
  if (joined->empty()) joined = "**";  // the whole tree
  return (negative ? "!" : "") + *joined;
}

NamedList Reading::path_list(NodeIndex node) {
  NamedList out;
  for (const Named& one : texts(node))
    if (std::optional<std::string> from_root = path(one.text, one.at))
      out.push_back({*std::move(from_root), one.at});
  return out;
}

bool Reading::flag(NodeIndex node) {
  std::string_view word = document_.text(node);
  if (is_scalar(node) && (word == "true" || word == "yes" || word == "on")) return true;
  if (!(is_scalar(node) && (word == "false" || word == "no" || word == "off" || is_null(node))))
    error(span(node), "true or false is wanted here");
  return false;
}

Named Reading::date(NodeIndex node) {
  Named out = named(node);
  if (!out.text.empty() && !is_date(out.text)) {
    error(out.at, fmt::format("`{}` is no date", out.text), "write it as YYYY-MM-DD");
    out.text.clear();
  }
  return out;
}

int Reading::choice(NodeIndex node, std::string_view words) {
  std::vector<std::string_view> known = words_of(words);
  std::string word = text(node);
  for (std::size_t i = 0; i < known.size(); ++i)
    if (known[i] == word) return static_cast<int>(i);
  if (!is_scalar(node)) return -1;
  std::string_view near = nearest(word, known);
  error(span(node), fmt::format("`{}` is none of {}", word, fmt::join(known, ", ")),
        near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  return -1;
}

void Reading::error(Span at, std::string message, std::string hint, std::string object) {
  model_.problems.push_back({{at, std::move(message), std::move(hint)}, false, std::move(object)});
}

void Reading::unknown(NodeIndex key, const std::vector<std::string_view>& known, std::string_view what) {
  std::string word(document_.text(key));
  std::string_view near = nearest(word, known);
  error(span(key), fmt::format("{} has no key `{}`", what, word),
        near.empty() ? fmt::format("known keys: {}", fmt::join(known, ", "))
                     : fmt::format("did you mean `{}`?", near),
        word);
}

std::vector<std::string_view> words_of(std::string_view choices) {
  std::vector<std::string_view> out;
  while (!choices.empty()) {
    std::size_t bar = choices.find('|');
    out.push_back(choices.substr(0, bar));
    choices = bar == std::string_view::npos ? std::string_view{} : choices.substr(bar + 1);
  }
  return out;
}

std::optional<double> quantity(std::string_view text) {
  auto skip = [&](std::string_view what) {
    while (!text.empty() && what.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  };
  skip(" <>=~");
  double number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{}) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  skip(" ");
  if (text == "s" || text == "sec") return number * 1000;
  if (text == "m" || text == "min") return number * 60000;
  if (text.empty() || text == "%" || text == "ms") return number;
  return {};
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int parts[3] = {0, 0, 0};
  for (std::size_t i = 0, part = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
    } else if (text[i] < '0' || text[i] > '9') {
      return false;
    } else {
      parts[part] = parts[part] * 10 + (text[i] - '0');
    }
  }
  constexpr int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 && parts[2] <= days[parts[1] - 1];
}

}  // namespace demarc::model
