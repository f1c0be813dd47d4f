// EventCatalog: domains with their services, what these send, receive, write and read, and the words of a
// domain's dictionary.
#include <fmt/format.h>

#include <map>
#include <set>

#include "analyzer/base/files.h"
#include "analyzer/model/import.h"

namespace demarc::model {
namespace {

class EventCatalog {
 public:
  explicit EventCatalog(Model& model) : model_(model) {}

  void read(const Source& source) {
    if (source.document->roots().empty()) return;
    Page page{source.document, source.document->roots()[0], source.path, kind_of(source.path), {}};
    // What was valid before is no part of the system now.
    if (page.path.find("/versioned/") != std::string::npos || page.kind.empty()) return;
    const NodeIndex id = page.d->find(page.root, "id");
    if (id != no_node) page.id = {std::string(page.d->text(id)), page.d->span(id)};
    else if (page.kind != "dictionary") return;
    if (page.kind == "events" || page.kind == "commands" || page.kind == "queries")
      kind_[page.id.text] = page.kind;
    pages_.push_back(std::move(page));
  }

  void run() {
    for (const Page& p : pages_)
      if (p.kind == "domains") domain(p);
    for (const Page& p : pages_)
      if (p.kind == "services") service(p);
    for (const Page& p : pages_)
      if (p.kind == "services") sends(p);
    for (const Page& p : pages_)
      if (p.kind == "services") receives(p);
    for (const auto& [container, writers] : writers_)
      if (writers.size() == 1) {
        const auto& [name, at] = *writers.begin();
        add_once(context_of(model_, name, at).owns.databases, {container, at});
      }
    for (const auto& [container, user, at] : reads_) {
      const auto writers = writers_.find(container);
      if (writers != writers_.end() && writers->second.size() == 1)
        add_way(model_, user, writers->second.begin()->first, EdgeClass::data, at);
    }
    for (const Page& p : pages_)
      if (p.kind == "dictionary") dictionary(p);
  }

 private:
  struct Page {
    const Document* d;
    NodeIndex root;
    std::string path, kind;
    Named id;
  };

  // The last folder of a path that says what lies in it.
  static std::string kind_of(std::string_view path) {
    if (path.substr(path.rfind('/') + 1).starts_with("ubiquitous-language.")) return "dictionary";
    std::string kind;
    for (std::size_t at = 0; at < path.size();) {
      const std::size_t end = std::min(path.find('/', at), path.size());
      const std::string_view part = path.substr(at, end - at);
      if (part == "subdomains") kind = "domains";
      else
        for (std::string_view known :
             {"domains", "services", "events", "commands", "queries", "channels", "containers", "entities",
              "teams", "users", "flows", "docs", "diagrams"})
          if (part == known) kind = part;
      at = end + 1;
    }
    return kind;
  }

  template <class F>
  static void each(const Page& p, std::string_view key, const F& what) {
    each_of(*p.d, p.d->find(p.root, key), [&](NodeIndex one) {
      const NodeIndex id = p.d->find(one, "id");
      // Things are named by `id`, by `name` in lists of owners, or plainly.
      const std::string_view text = id != no_node ? p.d->text(id) : p.d->text_of(one, "name", p.d->text(one));
      if (!text.empty()) what(std::string(text), p.d->span(id != no_node ? id : one), one);
    });
  }
  static Named owner(const Page& p) {
    Named first;
    each(p, "owners", [&](std::string name, Span at, NodeIndex) {
      if (first.text.empty()) first = {std::move(name), at};
    });
    return first;
  }

  void domain(const Page& p) {
    // One that has domains of its own only groups them.
    bool is_group = false;
    each(p, "domains", [&](const std::string& sub, Span, NodeIndex) {
      is_group = true;
      group_[sub] = p.id.text;
    });
    bool has_services = false;
    each(p, "services", [&](const std::string& id, Span, NodeIndex) {
      has_services = true;
      domain_of_.emplace(id, context_name(p.id.text));
    });
    if (is_group && !has_services) return;
    Context& c = context_of(model_, context_name(p.id.text), p.id.at);
    c.about = p.d->text_of(p.root, "summary");
    c.team = owner(p);
    if (const auto group = group_.find(p.id.text); group != group_.end()) c.group = group->second;
    each(p, "entities", [&](std::string id, Span at, NodeIndex) {
      add_once(c.owns.entities, {std::move(id), at});
    });
  }

  // By the domain that lists it, by the folder it lies in, or for itself.
  std::string context_of_service(const Page& p) const {
    if (const auto known = domain_of_.find(p.id.text); known != domain_of_.end()) return known->second;
    const Page* nearest = nullptr;
    for (const Page& other : pages_)
      if (other.kind == "domains" && is_below(p.path, folder_of(other.path)) &&
          (!nearest || other.path.size() > nearest->path.size()))
        nearest = &other;
    return context_name(nearest ? nearest->id.text : p.id.text);
  }

  void service(const Page& p) {
    Context& c = context_of(model_, context_of_service(p), p.id.at);
    service_context_[p.id.text] = c.name;
    DeclaredService made;
    made.name = context_name(p.id.text);
    made.at = p.id.at;
    made.about = p.d->text_of(p.root, "summary");
    made.aliases.push_back(p.id);
    c.services.push_back(std::move(made));
    if (c.team.text.empty()) c.team = owner(p);
    each(p, "entities", [&](std::string id, Span at, NodeIndex) {
      add_once(c.owns.entities, {std::move(id), at});
    });
    each(p, "writesTo", [&](const std::string& id, Span at, NodeIndex) { writers_[id].emplace(c.name, at); });
    each(p, "readsFrom", [&](const std::string& id, Span at, NodeIndex) {
      reads_.push_back({id, c.name, at});
    });
  }

  // An event belongs to who sends it; an order and a question to who receives them.
  void sends(const Page& p) {
    Context& c = context_of(model_, service_context_[p.id.text], p.id.at);
    each(p, "sends", [&](const std::string& id, Span at, NodeIndex) {
      const auto kind = kind_.find(id);
      if (kind != kind_.end() && kind->second != "events") {
        asked_.push_back({id, c.name, at});
        return;
      }
      if (!c.publishes.is_declared) c.publishes.at = at;
      c.publishes.is_declared = c.publishes.has_events = true;
      add_once(c.publishes.events, {id, at});
      senders_[id].insert(c.name);
    });
  }

  void receives(const Page& p) {
    const std::string user = service_context_[p.id.text];
    each(p, "receives", [&](const std::string& id, Span at, NodeIndex) {
      const auto kind = kind_.find(id);
      if (kind == kind_.end() || kind->second == "events") {
        for (const std::string& sender : senders_[id]) add_way(model_, user, sender, EdgeClass::event, at);
        return;
      }
      for (const auto& [asked, sender, place] : asked_)
        if (asked == id)
          add_way(model_, sender, user, kind->second == "queries" ? EdgeClass::call : EdgeClass::event,
                  place);
    });
  }

  void dictionary(const Page& p) {
    const Page* domain = nullptr;
    for (const Page& other : pages_)
      if (other.kind == "domains" && folder_of(other.path) == folder_of(p.path)) domain = &other;
    if (!domain) return;
    Context& c = context_of(model_, context_name(domain->id.text), domain->id.at);
    each(p, "dictionary", [&](const std::string& id, Span at, NodeIndex one) {
      Term term;
      term.name = p.d->text_of(one, "name", id);
      term.at = at;
      term.means = p.d->text_of(one, "summary", p.d->text_of(one, "description"));
      c.language.push_back(std::move(term));
    });
  }

  struct Asked {
    std::string what, by;
    Span at;
  };
  Model& model_;
  std::vector<Page> pages_;
  std::map<std::string, std::string> kind_, group_, domain_of_, service_context_;
  std::map<std::string, std::map<std::string, Span>> writers_;
  std::map<std::string, std::set<std::string>> senders_;
  std::vector<Asked> reads_, asked_;
};

}  // namespace

Model import_event_catalog(const std::vector<Source>& pages) {
  Model model;
  EventCatalog catalog(model);
  for (const Source& page : pages) catalog.read(page);
  catalog.run();
  return model;
}

}  // namespace demarc::model
