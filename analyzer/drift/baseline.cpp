// The written form of known findings, and which findings they stand for.
#include "analyzer/drift/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

#include "analyzer/model/reading.h"

namespace demarc::drift {
namespace {

constexpr std::size_t max_entries = 100'000;
constexpr std::string_view head =
    "# Known findings, one a line: they do not fail a check. Written by `demarc baseline update`;\n"
    "# `until=YYYY-MM-DD` and, behind ` -- `, a reason may be added and stay.\n";

bool is_fingerprint(std::string_view word) {
  return word.size() == 16 && word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Names come from the tree: none of them may break a line or part it.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  for (std::size_t at = 0; (at = out.find(" -- ", at)) != std::string::npos;) out.replace(at, 4, " - ");
  return out;
}

}  // namespace

const KnownFinding* Baseline::find(std::string_view fingerprint) const {
  for (const KnownFinding& one : entries)
    if (one.fingerprint == fingerprint) return &one;
  return nullptr;
}

Result<Baseline> read_baseline(std::string_view text, FileId file) {
  Baseline out;
  std::set<std::string, std::less<>> seen;
  std::uint32_t line = 0;
  for (std::size_t at = text.starts_with("\xef\xbb\xbf") ? 3 : 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view rest = text.substr(at, end - at);
    ++line;
    std::size_t place = at;
    at = end + 1;
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    const auto next = [&]() -> std::string_view {
      const std::size_t skip = std::min(rest.find_first_not_of(" \t"), rest.size());
      rest.remove_prefix(skip);
      place += skip;
      const std::string_view word = rest.substr(0, std::min(rest.find_first_of(" \t"), rest.size()));
      return word;
    };
    const auto take = [&](std::string_view word) {
      rest.remove_prefix(word.size());
      place += word.size();
    };
    const auto wrong = [&](std::string_view word, std::string message, std::string hint) {
      return Error{{file, static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place + word.size())},
                   std::move(message),
                   std::move(hint)};
    };
    std::string_view word = next();
    if (word.empty() || word.starts_with('#')) continue;
    if (!is_fingerprint(word))
      return wrong(
          word, fmt::format("`{}` is no fingerprint", word),
          "a line is: fingerprint, rule, sites=N, what it is about; a merge may have left its marks");
    KnownFinding entry;
    entry.line = line;
    entry.fingerprint = word;
    if (!seen.insert(entry.fingerprint).second)
      return wrong(word, fmt::format("the finding {} stands here twice", word), "remove one of the lines");
    take(word);
    word = next();
    if (word.find('/') == std::string_view::npos)
      return wrong(word,
                   word.empty() ? std::string("the rule is missing") : fmt::format("`{}` is no rule", word),
                   "a line is: fingerprint, rule, sites=N, what it is about");
    entry.rule = word;
    take(word);
    for (word = next(); word.starts_with("sites=") || word.starts_with("until="); word = next()) {
      const std::string_view value = word.substr(6);
      if (word.starts_with("until=")) {
        if (!model::is_date(value))
          return wrong(word, fmt::format("`{}` is no date", value), "write it as YYYY-MM-DD");
        entry.until = value;
      } else {
        const auto [stop, failed] = std::from_chars(value.data(), value.data() + value.size(), entry.sites);
        if (failed != std::errc() || stop != value.data() + value.size())
          return wrong(word, fmt::format("`{}` is no number of places", value), "write sites=1");
      }
      take(word);
    }
    const std::size_t reason = rest.find(" -- ");
    entry.ends = rest.substr(0, reason);
    if (reason != std::string_view::npos) entry.why = rest.substr(reason + 4);
    if (out.entries.size() >= max_entries)
      return wrong(word, fmt::format("more than {} known findings", max_entries), "");
    out.entries.push_back(std::move(entry));
  }
  return out;
}

std::string write_baseline(Baseline baseline) {
  std::sort(baseline.entries.begin(), baseline.entries.end(),
            [](const KnownFinding& a, const KnownFinding& b) {
              return std::tie(a.rule, a.ends, a.fingerprint) < std::tie(b.rule, b.ends, b.fingerprint);
            });
  std::string out(head);
  for (const KnownFinding& one : baseline.entries) {
    out += fmt::format("{} {} sites={}", one.fingerprint, one.rule, one.sites);
    if (!one.until.empty()) out += " until=" + one.until;
    if (!one.ends.empty()) out += " " + one_line(one.ends);
    if (!one.why.empty()) out += " -- " + one_line(one.why);
    out += '\n';
  }
  return out;
}

std::uint32_t sites_of(const Finding& finding) {
  std::set<std::tuple<std::string_view, std::uint32_t, std::uint32_t>> places;
  if (!finding.places.empty())
    places.emplace(finding.places[0].path, finding.places[0].line, finding.places[0].begin);
  for (const Step& step : finding.others) places.emplace(step.path, step.line, step.begin);
  return static_cast<std::uint32_t>(places.size());
}

KnownFinding known_as(const Finding& finding) {
  KnownFinding out;
  out.fingerprint = finding.fingerprint();
  out.rule = finding.rule;
  out.sites = sites_of(finding);
  out.ends = finding.from;
  if (!finding.to.empty()) out.ends += (out.ends.empty() ? "-> " : " -> ") + finding.to;
  if (!finding.object.empty()) out.ends += (out.ends.empty() ? "" : ": ") + finding.object;
  out.ends = one_line(out.ends);
  return out;
}

Held hold(const Baseline& baseline, std::vector<Finding>& findings, const std::vector<std::string>& ran,
          std::string_view today, bool (*keeps)(const Finding&, const void*), const void* context) {
  Held out;
  std::set<std::string, std::less<>> seen;
  std::erase_if(findings, [&](Finding& finding) {
    const KnownFinding* known = baseline.find(finding.fingerprint());
    if (!known) return false;
    seen.insert(known->fingerprint);
    if (keeps(finding, context)) return false;
    if (const std::uint32_t now = sites_of(finding); now > known->sites) {
      out.grown.push_back(known);
      finding.help = fmt::format("{} of its {} places {} known; look at the new ones. {}", known->sites, now,
                                 known->sites == 1 ? "is" : "are", finding.help);
      return false;
    }
    ++out.known;
    return true;
  });
  for (const KnownFinding& one : baseline.entries) {
    const bool has_run = std::find(ran.begin(), ran.end(), one.rule) != ran.end();
    if (has_run && !seen.contains(one.fingerprint)) out.gone.push_back(&one);
    else if (!one.until.empty() && one.until < today) out.lapsed.push_back(&one);
  }
  return out;
}

}  // namespace demarc::drift
