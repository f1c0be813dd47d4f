# Writes OUT: the FILES (separated by |) as {path, text} constants of NAMESPACE::files(), declared in HEADER.
set(body "#include \"${HEADER}\"\nnamespace ${NAMESPACE} {\nnamespace {\nconst demarc::EmbeddedFile table[] = {\n")
string(REPLACE "|" ";" FILES "${FILES}")
foreach(f IN LISTS FILES)
  file(READ ${ROOT}/${f} text)
  string(APPEND body "  {\"${f}\", R\"~~pack~~(${text})~~pack~~\"},\n")
endforeach()
string(APPEND body "  {\"\", \"\"},\n};\n}\nstd::span<const demarc::EmbeddedFile> files() { return std::span(table).first(std::size(table) - 1); }\n}\n")
file(WRITE ${OUT} "${body}")
